"""What can be read in a PDF that strangers send, found in child processes."""

from __future__ import annotations

from trellis.core.files import children
from trellis.core.files.child import Outcome
from trellis.core.files.turns import turn

_LIMITS = children.Limits(memory=512 * 1024 * 1024, cpu_seconds=8, seconds=15, most_bytes=4 * 1024 * 1024)


class NothingReadable(Exception):
    """It is no PDF, or one that cannot be read to its end."""


def texts_in(content: bytes) -> str:
    """Return what can be read in a PDF, line by line; its text layer line by line for each of its fonts.

    Raise NothingReadable, or Busy where it cannot have its turn.
    """
    with turn() as place, children.scratch() as given, children.scratch() as made:
        given.write(content)
        given.seek(0)
        if children.run("paper", given, made, place=place, limits=_LIMITS) != Outcome.DONE:
            raise NothingReadable
        made.seek(0)
        return made.read(_LIMITS.most_bytes).decode(errors="replace")
