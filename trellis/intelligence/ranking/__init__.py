"""How well applications answer what a posting asks for, and why (docs/decisions/ranking.md): pure."""
