"""How well applications answer what a posting asks for, each with its reasons (docs/decisions/ranking.md): pure."""
