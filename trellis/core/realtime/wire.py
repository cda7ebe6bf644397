"""How messages travel through NOTIFY: a batch is one JSON text, cut into parts that each fit.

All parts of a batch leave in one transaction. PostgreSQL delivers the notifications of a transaction in
order and together, so parts need no table to wait in and no clean-up.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]

CHANNEL = "trellis_realtime"
LARGEST_MESSAGE = 256 * 1024  # as ASCII JSON
_PART = 7_900  # a payload may have 7,999 bytes, and the head of a part takes some


class MessageTooLarge(ValueError):
    """The message is larger than LARGEST_MESSAGE."""


@dataclass(frozen=True)
class Parcel:
    """A message on its way, with its room and its size on the wire."""

    room: str
    message: Message
    size: int


def as_entry(room: str, message: Message) -> str:
    """Return the JSON text of one message; raise MessageTooLarge.

    Only ASCII: bytes are characters, and what UTF-8 cannot hold (a lone surrogate) stays an escape.
    """
    text = json.dumps(message, separators=(",", ":"), allow_nan=False)
    if len(text) > LARGEST_MESSAGE:
        raise MessageTooLarge(f"{len(text)} characters")
    return f"[{json.dumps(room)},{len(text)},{text}]"


def as_payloads(entries: Sequence[str]) -> list[str]:
    """Return the notifications that carry the entries.

    Each bears a name of its own, because PostgreSQL drops a payload that it has seen in the transaction.
    """
    text = f"[{','.join(entries)}]"
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

        Raise ValueError when it is none of ours, or its batch began before we listened.
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
        return [Parcel(str(room), dict(message), int(size)) for room, size, message in json.loads(text)]
