"""Lists that are answered whole, however long: read and sent chunk by chunk (docs/decisions/whole-lists.md).

A chunk begins after the last key of the one before and is read on its own, when that one is sent: no cursor
and no transaction is held, memory does not grow with the list, and whatever thread is free may read it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.http import HttpResponseBase, StreamingHttpResponse
from rest_framework.request import Request

from trellis.core.http.answers import PIECE
from trellis.core.places import NoPlace, Place, take_place
from trellis.core.throttling import caller_of

# So many whole lists are on their way to one caller at once, whichever they are.
AT_ONCE = 2


class TooManyWholeLists(NoPlace):
    """The caller is being sent AT_ONCE whole lists, and none has ended."""

    sentence = (
        f"{AT_ONCE} whole lists are on their way to you already. Please try again when one has ended,"
        " or ask for pages with ?limit=."
    )


@dataclass(frozen=True)
class RenderedPage:
    """The JSON text of one page, or chunk, of a list; `last` is its last key, if others come after it."""

    text: bytes
    last: int | None
    following: Callable[[], "RenderedPage"]

    @property
    def is_empty(self) -> bool:
        """Whether it has no rows."""
        return self.text == b"[]"


class WholeListResponse(StreamingHttpResponse):
    """The answer with a WholeList: each chunk leaves before the next one is read (core/http/answers.py)."""

    sent_as_made = True


class WholeList(Iterator[bytes]):
    """The text of a list that begins with `first`, in parts; to be closed, whether read to its end or not.

    What fails on the way is raised: the list is then never closed by its bracket.
    """

    def __init__(self, first: RenderedPage, place: Place, around: tuple[bytes, bytes] = (b"", b"")) -> None:
        self._parts = chain(around[:1], _parts(first, place), around[1:])
        self._place = place

    def __next__(self) -> bytes:
        """Return the next part."""
        return next(self._parts)

    def close(self) -> None:
        """Let the caller ask for another whole list."""
        self._place.leave()


def respond_whole(
    first: RenderedPage, *, request: Request, around: tuple[bytes, bytes] = (b"", b"")
) -> HttpResponseBase:
    """Answer the list that begins with `first` and goes on, between these texts; raise TooManyWholeLists."""
    try:
        place = take_place(f"whole_list:{caller_of(request)}", of=AT_ONCE)
    except NoPlace:
        raise TooManyWholeLists from None
    return WholeListResponse(WholeList(first, place, around), content_type="application/json")


def _parts(page: RenderedPage, place: Place) -> Iterator[bytes]:
    opening = b"["
    while True:
        # Rows may have gone between being found and being read.
        if not page.is_empty:
            for part in _cut(opening, page.text):
                # One chunk may be many parts, each taken at the client's pace.
                place.keep()
                yield part
            opening = b","
        if page.last is None:
            break
        page = page.following()
    yield b"]" if opening == b"," else b"[]"


def _cut(opening: bytes, text: bytes) -> Iterator[bytes]:
    """Yield `opening` and what stands between the brackets of a list, in parts of a piece at most."""
    end = len(text) - 1
    yield opening + text[1 : min(PIECE, end)]
    for at in range(PIECE, end, PIECE):
        yield text[at : min(at + PIECE, end)]
