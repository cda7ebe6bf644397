"""How often tests do again what goes wrong by chance: a sample in `make test`, many times in `make soak`."""

import os

_SAID = os.environ.get("TRELLIS_SOAK_ROUNDS", "")
ROUNDS = int(_SAID or 2)
_LEAST = 3


def rounds(in_soak: int) -> int:
    """Return how often to do what is done so many times in `make soak`, where other loops have 20."""
    return max(_LEAST, in_soak * int(_SAID) // 20) if _SAID else _LEAST
