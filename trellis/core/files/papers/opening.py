"""Documents that strangers send, read in child processes with limits (docs/decisions/resumes.md)."""

from __future__ import annotations

from trellis.core.files import children
from trellis.core.files.child import Outcome
from trellis.core.files.documents import LARGEST_DOCUMENT, suffix_of
from trellis.core.files.papers import refusals
from trellis.core.files.papers.layout import Paper, loaded
from trellis.core.files.turns import turn

_LIMITS = children.Limits(memory=768 * 1024 * 1024, cpu_seconds=8, seconds=30, most_bytes=32 * 1024 * 1024)
_REFUSALS: dict[Outcome | None, type[refusals.Unreadable]] = {
    None: refusals.TooHard,
    Outcome.EMPTY: refusals.Empty,
    Outcome.LOCKED: refusals.Locked,
    Outcome.ONLY_PICTURES: refusals.OnlyPictures,
    Outcome.TOO_MANY_PAGES: refusals.TooManyPages,
    Outcome.TOO_LARGE_INSIDE: refusals.TooLargeInside,
    Outcome.NO_LETTERS: refusals.NoLetters,
}
# An encrypted Word file is of the kind that Word wrote before there was DOCX.
_OLD = b"\xd0\xcf\x11\xe0"


def paper_of(content: bytes) -> Paper:
    """Return the lines of a PDF, DOCX or text file.

    Raise an Unreadable that says what it is and what to do, Busy where it cannot have its turn.
    """
    if len(content) > LARGEST_DOCUMENT:
        raise refusals.TooLarge
    if not content.strip():
        raise refusals.Empty
    kind = "docx" if content.startswith(_OLD) else suffix_of(content)
    if not kind:
        raise refusals.Unreadable
    with turn() as place, children.scratch() as given, children.scratch() as made:
        given.write(content)
        given.seek(0)
        outcome = children.run(kind, given, made, place=place, limits=_LIMITS)
        if outcome != Outcome.DONE:
            raise _REFUSALS.get(outcome, refusals.Unreadable)
        made.seek(0)
        return loaded(made.read())
