"""An answer as a stream tells it: first what it rests on, then its words, at last the whole."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from trellis.domain.answers.rules.answers import Answer, Source

# Pieces end behind a blank, so that no word is cut.
_PIECE = re.compile(r"\S+\s*|\s+")
_WORDS = 12


def told_of(source: Source) -> tuple[str, dict[str, Any]]:
    """Return the event of a source."""
    return "source", asdict(source)


def told_in_words(answer: Answer) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the events of the words: `text` in pieces, `limits` where there are any, and `done`."""
    pieces = _PIECE.findall(answer.answer)
    for at in range(0, len(pieces), _WORDS):
        yield "text", {"text": "".join(pieces[at : at + _WORDS])}
    if answer.limits:
        yield "limits", {"limits": answer.limits}
    yield "done", asdict(answer)
