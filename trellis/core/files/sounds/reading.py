"""Recordings that strangers send, made plain samples in child processes (docs/decisions/speech.md)."""

from __future__ import annotations

from trellis.core.files import children
from trellis.core.files.child import Outcome
from trellis.core.files.sounds.kinds import LARGEST_SOUND, MOST_SECONDS, RATE, kind_of
from trellis.core.files.sounds.refusals import NotASound, NothingHeard, TooLarge, TooLong
from trellis.core.files.turns import turn

_LIMITS = children.Limits(
    memory=768 * 1024 * 1024, cpu_seconds=10, seconds=20, most_bytes=2 * RATE * MOST_SECONDS
)
_REFUSALS: dict[Outcome | None, type[NotASound]] = {
    Outcome.TOO_LONG: TooLong,
    Outcome.SILENT: NothingHeard,
}


def samples_in(content: bytes) -> bytes:
    """Return what is heard in a recording: 16-bit samples of one channel, RATE a second.

    Of several channels it is the one in which somebody speaks. Raise NotASound, TooLarge, TooLong,
    NothingHeard, or Busy where it cannot have its turn.
    """
    if len(content) > LARGEST_SOUND:
        raise TooLarge
    # What is none is not worth a process.
    if kind_of(content[:12]) is None:
        raise NotASound
    with turn() as place, children.scratch() as given, children.scratch() as made:
        given.write(content)
        given.seek(0)
        outcome = children.run("sound", given, made, place=place, limits=_LIMITS)
        if outcome != Outcome.DONE:
            raise _REFUSALS.get(outcome, NotASound)
        made.seek(0)
        return made.read(_LIMITS.most_bytes)
