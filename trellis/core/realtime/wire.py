"""How messages are written to travel: a batch of them is one JSON text."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]

LARGEST_MESSAGE = 256 * 1024  # as ASCII JSON, with the names of its rooms


class MessageTooLarge(ValueError):
    """The message is larger than LARGEST_MESSAGE."""


@dataclass(frozen=True)
class Parcel:
    """A message on its way, with the rooms that it goes to and the size that it has on the wire."""

    rooms: tuple[str, ...]
    message: Message
    size: int


def as_entries(rooms: Iterable[str], message: Message) -> list[str]:
    """Return the JSON texts that carry one message to many rooms: one, unless the rooms are too many.

    Raise MessageTooLarge when message and one room are larger than LARGEST_MESSAGE. Only ASCII: bytes are
    characters, and what UTF-8 cannot hold (a lone surrogate) stays an escape.
    """
    text = json.dumps(message, separators=(",", ":"), allow_nan=False)
    return [
        f"[[{','.join(names)}],{len(text)},{text}]" for names in _shares(rooms, LARGEST_MESSAGE - len(text))
    ]


def _shares(rooms: Iterable[str], space: int) -> list[list[str]]:
    """Return the rooms, each once and as JSON, in lists that each fit into `space`; raise MessageTooLarge."""
    shares: list[list[str]] = []
    left = 0
    for name in map(json.dumps, dict.fromkeys(rooms)):
        if len(name) + 1 > space:
            raise MessageTooLarge(f"{len(name) + 1 - space} characters too many")
        if len(name) + 1 > left:
            shares.append([])
            left = space
        shares[-1].append(name)
        left -= len(name) + 1
    return shares


def as_batch(entries: Sequence[str]) -> str:
    """Return the one text that carries the entries."""
    return f"[{','.join(entries)}]"


def parcels_of(batch: str) -> list[Parcel]:
    """Return what a batch holds; raise ValueError or TypeError when it is none of ours."""
    return [_as_parcel(*entry) for entry in json.loads(batch)]


def _as_parcel(rooms: list[str], size: int, message: Message) -> Parcel:
    if not isinstance(rooms, list):
        raise TypeError("no list of rooms")
    return Parcel(tuple(map(str, rooms)), dict(message), int(size))
