"""A page of mentors whose next times are known: what is not is reckoned, and looked at again."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from trellis.core.paging.headers import PreparedCounted, answered_counted
from trellis.domain.mentorship.services.next_slots import reckon_unknown

# Somebody may book between two looks: that often it is looked again.
_LOOKS = 3


def answered_mentors(
    pages: PreparedCounted, holes: Mapping[str, Any], *, number: int, size: int, everybody: bool = False
) -> HttpResponse:
    """Return the page with its headers.

    `pages` tell whose next time is not known (queries/browsing.py): of this page, or of `everybody` where the
    list is narrowed or ordered by it. `holes` are what fills theirs, `now` among them.
    """
    for _ in range(_LOOKS):
        text, total, stale = pages.page(number, size, **holes)
        if stale is None:
            break
        reckon_unknown(now=holes["now"], among=None if everybody else [int(key) for key in stale.split(",")])
    return answered_counted(b'{"mentors":%b}' % text, number=number, size=size, total=total)
