"""The achievements as they are written in achievements.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from trellis.domain.learning.rules.choices import Measure, Rarity

_FILE = Path(__file__).with_name("achievements.toml")
# Ids are made of names, so that they are the same on every server.
_NAMESPACE = UUID("3c1d7f52-0a55-5a5f-9f5e-2f6a3f1f6c0d")


@cache
def shipped_achievements() -> tuple[dict[str, Any], ...]:
    """Return the columns of each in its order; of its category the slug, None where it has none."""
    found = tomllib.loads(_FILE.read_text("utf-8"))["achievement"]
    return tuple(_columns(entry, position) for position, entry in enumerate(found, start=1))


def _columns(entry: dict[str, Any], position: int) -> dict[str, Any]:
    return {
        **entry,
        "public_id": uuid5(_NAMESPACE, entry["name"]),
        "rarity": Rarity(entry["rarity"]),
        "measure": Measure(entry["measure"]),
        "category": entry.get("category"),
        "position": position,
    }
