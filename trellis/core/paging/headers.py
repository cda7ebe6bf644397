"""Numbered pages, `?page=&limit=`, that are told of by headers: X-Total-Count, X-Page, X-Page-Size.

For the document that prints this form (soosh-api.md, "Pagination"): the body is what it says for each list.
A page behind the last one is empty. A page number costs a count and, deep in, the rows before it.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request

from trellis.core.db.prepared import PreparedCursor, PreparedQuery, run_prepared
from trellis.core.paging import bounds
from trellis.core.rendering import CompiledPage

_PARAMETER = re.compile(r"\$(\d+)")
# Of a page of another length the rows of the next larger one are found.
_PREPARED_SIZES = (20, 50, bounds.LIMIT.most)


@dataclass(frozen=True)
class CountedPage:
    """The keys of one page, and where it stands among all rows."""

    ids: list[Any]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.size)


@dataclass(frozen=True)
class RenderedCounted:
    """The JSON text of one page, and where it stands among all rows."""

    text: bytes
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.size)


class CountedPageQuery(serializers.Serializer[Any]):
    """The two query parameters."""

    page = serializers.IntegerField(
        min_value=bounds.PAGE.least, max_value=bounds.PAGE.most, default=bounds.PAGE.least
    )
    limit = serializers.IntegerField(
        min_value=bounds.LIMIT.least, max_value=bounds.LIMIT.most, default=bounds.USUAL
    )


# One of it does for all: asked through run_validation it keeps nothing.
_PAGE_QUERY = CountedPageQuery()


def counted_page(rows: QuerySet[Any], *, request: Request) -> CountedPage:
    """Return the page of `rows`, which have a total order, that the request's `page` and `limit` ask for.

    Raises ValidationError (400) naming the parameter.
    """
    asked = _PAGE_QUERY.run_validation(request.GET)
    number, size = asked["page"], asked["limit"]
    first = (number - 1) * size
    keys = rows.values_list("pk", flat=True)[first : first + size]
    return CountedPage(list(keys), number, size, rows.count())


class PreparedCounted:
    """A page that is asked for so often that one prepared statement finds its keys, its text and the count.

    The queryset has a total order; its holes are filled by the arguments of `page`, as are those of the
    compiled page.
    """

    def __init__(self, queryset: QuerySet[Any], compiled: CompiledPage) -> None:
        keys = queryset.values_list("pk")
        self._compiled = compiled
        self._count = PreparedQuery(queryset.order_by().values_list("pk"))
        # A statement for each length, since a plan for an unknown one would be a bad one.
        self._keys: dict[int, PreparedQuery[Any]] = {
            size: PreparedQuery(keys[:size]) for size in _PREPARED_SIZES
        }
        self._statements: dict[int, str] = {}

    def page(self, *, number: int, size: int, **arguments: Any) -> RenderedCounted:
        """Return the page of this number and size."""
        length = next(each for each in _PREPARED_SIZES if each >= size)
        counting, counted = self._count.bound(**arguments)
        keys, parameters = self._keys[length].bound(**arguments)
        if length not in self._statements:
            self._statements[length] = self._statement(keys, counting, places=(len(parameters), len(counted)))
        taken = {each.name: arguments[each.name] for each in self._compiled.arguments}
        asked = [str((number - 1) * size), str(size)]
        given = [*parameters, *counted, *asked, *self._compiled.bound(taken)]
        text, total = run_prepared(self._statements[length], given, read=_text_and_number)
        return RenderedCounted(text, number, size, total)

    def _statement(self, keys: str, counting: str, *, places: tuple[int, int]) -> str:
        """Return the statement that gives the page's text and the count.

        Its parameters are those of the keys, those of the count, how many rows to pass over and to take, and
        those of the compiled page.
        """
        passed = sum(places) + 1
        found = f"SELECT found[:${passed + 1}::int] FROM keys"  # noqa: S608 (no data in it)
        page = self._compiled.sql_over(found, first=passed + 2)
        all_keys = f"SELECT ARRAY({keys} OFFSET ${passed}::bigint) AS found"
        all_rows = f"SELECT count(*) FROM ({_moved(counting, by=places[0])}) AS counted"  # noqa: S608
        return f"WITH keys AS MATERIALIZED ({all_keys}) SELECT ({page}), ({all_rows})"


def respond_counted(compiled: CompiledPage, page: CountedPage, **arguments: Any) -> HttpResponse:
    """Return the page as PostgreSQL renders it, a plain list, with its headers."""
    response = HttpResponse(compiled.render(page.ids, **arguments), content_type="application/json")
    add_page_headers(response, page)
    return response


def add_page_headers(response: HttpResponseBase, page: CountedPage | RenderedCounted) -> None:
    """Set the headers that tell of a page, on an answer of whatever form."""
    response["X-Total-Count"] = str(page.total)
    response["X-Page"] = str(page.number)
    response["X-Page-Size"] = str(page.size)


def _moved(sql: str, *, by: int) -> str:
    """Return a statement whose parameters have places so much further on."""
    return _PARAMETER.sub(lambda found: f"${int(found[1]) + by}", sql)


def _text_and_number(cursor: PreparedCursor) -> tuple[bytes, int]:
    result = cursor.pgresult
    return (result.get_value(0, 0) or b"[]", int(result.get_value(0, 1) or 0)) if result else (b"[]", 0)
