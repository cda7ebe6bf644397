"""How often tests do again what goes wrong by chance: a sample in `make test`, many times in `make soak`."""

import os

ROUNDS = int(os.environ.get("TRELLIS_SOAK_ROUNDS", "2"))
