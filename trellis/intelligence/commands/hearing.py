"""Which of the readings of a recording is meant: the first, unless another one alone is a whole command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from trellis.intelligence.commands.forms import Command, Doubt, Intent, KnownName
from trellis.intelligence.commands.reading import read_command

HEARD = Doubt("heard")
# Nobody says yes by what may have been said.
ANSWERS = (Intent.YES, Intent.UNDO, Intent.CHOOSE)


def best_of(readings: Sequence[str], *, names: Sequence[KnownName], now: datetime) -> tuple[str, Command]:
    """Return a reading and its command; `readings` are at least one, the likeliest first.

    A command of another than the first is in doubt, and never done at once.
    """
    first = read_command(readings[0], names=names, now=now)
    best, text, rank = first, readings[0], _rank(first)
    for reading in readings[1:]:
        if rank == 0:
            break
        other = read_command(reading, names=names, now=now)
        if other.intent not in ANSWERS and _rank(other) < rank:
            best, text, rank = replace(other, doubts=(*other.doubts, HEARD)), reading, _rank(other)
    return text, best


def _rank(command: Command) -> int:
    """Return 0 for a command of which all is understood, more for less."""
    if command.intent == Intent.UNKNOWN:
        return 2 if command.is_fragment else 3
    person = command.person
    is_stranger = person is not None and not person.candidates and not person.is_pronoun
    return 1 if is_stranger or any(each.about in ("words", "verb") for each in command.doubts) else 0
