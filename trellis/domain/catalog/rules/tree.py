"""The categories as they are written in tree.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

_FILE = Path(__file__).with_name("tree.toml")
# Ids are made of slugs, so that they are the same on every server and after every start.
_NAMESPACE = UUID("6f0c5d0a-6f1e-5c43-9d0e-6a1d2f1c7b52")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A subcategory."""

    public_id: UUID
    name: str
    slug: str
    description: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A category with its subcategories."""

    public_id: UUID
    name: str
    slug: str
    description: str
    icon: str
    position: int
    leaves: tuple[Leaf, ...]


@cache
def tree() -> tuple[Branch, ...]:
    """Return the categories in their order."""
    found = tomllib.loads(_FILE.read_text("utf-8"))["category"]
    return tuple(_branch(entry, position) for position, entry in enumerate(found, start=1))


def phrases_of(*, name: str, description: str) -> list[tuple[str, bool]]:
    """Return what a subcategory means: its name and each part of its description, then the whole (True).

    Half of how near a question is comes from the nearest part, half from the whole.
    """
    parts = dict.fromkeys([name, *(part.strip() for part in description.split(","))])
    return [*((part, False) for part in parts), (f"{name}: {description}", True)]


def _branch(entry: dict[str, Any], position: int) -> Branch:
    subcategories = enumerate(entry["subcategories"], start=1)
    return Branch(
        public_id=uuid5(_NAMESPACE, entry["slug"]),
        **{key: entry[key] for key in ("name", "slug", "description", "icon")},
        position=position,
        leaves=tuple(_leaf(entry["slug"], leaf, place) for place, leaf in subcategories),
    )


def _leaf(category: str, entry: dict[str, str], position: int) -> Leaf:
    return Leaf(
        public_id=uuid5(_NAMESPACE, f"{category}/{entry['slug']}"),
        **{key: entry[key] for key in ("name", "slug", "description")},
        position=position,
    )
