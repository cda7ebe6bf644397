"""How messages travel through NOTIFY: a batch is one JSON text, cut into parts that each fit.

All parts of a batch leave in one transaction. PostgreSQL delivers the notifications of a transaction in
order and together, so parts need no table to wait in and no clean-up.
"""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]

CHANNEL = "trellis_realtime"
LARGEST_MESSAGE = 256 * 1024  # as ASCII JSON, with the names of its rooms
_PART = 7_900  # a payload may have 7,999 bytes, and the head of a part takes some


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


def as_payloads(entries: Sequence[str]) -> list[str]:
    """Return the notifications that carry the entries.

    Each bears a name of its own, because PostgreSQL drops a payload that it has seen in the transaction.
    """
    text = as_batch(entries)
    name = secrets.token_hex(8)
    parts = [text[at : at + _PART] for at in range(0, len(text), _PART)]
    return [f"{name}/{number}/{len(parts)}/{part}" for number, part in enumerate(parts, 1)]


class Assembler:
    """Puts the parts of batches together, in the order in which a connection receives them."""

    def __init__(self) -> None:
        self._name = ""
        self._parts: list[str] = []

    def add(self, payload: str) -> list[Parcel]:
        """Return the parcels of the batch that this payload completes, else none.

        Raise ValueError or TypeError when it is none of ours, or its batch began before we listened.
        """
        name, number, count, part = payload.split("/", 3)
        if name != self._name:
            self._name, self._parts = name, []
        if int(number) != len(self._parts) + 1:
            raise ValueError("a part is missing")
        self._parts.append(part)
        if len(self._parts) < int(count):
            return []
        text, self._parts = "".join(self._parts), []
        return parcels_of(text)
