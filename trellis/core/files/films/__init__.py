"""Films, of which all that is neither picture nor sound is wiped (docs/decisions/films.md)."""
