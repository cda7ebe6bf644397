"""Numbered pages, `?page=&limit=`, that are told of by headers: X-Total-Count, X-Page, X-Page-Size.

For the document that prints this form (soosh-api.md, "Pagination"): the body is what it says for each list.
A page behind the last one is empty. A page number costs a count and, deep in, the rows before it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request

from trellis.core.db.prepared import PreparedQuery, run_prepared, shifted
from trellis.core.db.statements import Statement
from trellis.core.paging import bounds
from trellis.core.rendering import CompiledPage

Row = TypeVar("Row")


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


class CountedPageQuery(serializers.Serializer[Any]):
    """The two query parameters."""

    page = serializers.IntegerField(
        min_value=bounds.PAGE.least, max_value=bounds.PAGE.most, default=bounds.PAGE.least
    )
    limit = serializers.IntegerField(
        min_value=bounds.LIMIT.least, max_value=bounds.LIMIT.most, default=bounds.USUAL
    )


_PREPARED_SIZES = (bounds.USUAL, bounds.LIMIT.most)
# How many rows lie before the end of a page, at most; further on all rows are looked at.
_REACHES = (bounds.USUAL, bounds.LIMIT.most, 10 * bounds.LIMIT.most)
# One of it does for all: asked through run_validation it keeps nothing.
_PAGE_QUERY = CountedPageQuery()


def page_asked_for(request: Request) -> tuple[int, int]:
    """Return the request's `page` and `limit`; raise ValidationError naming the parameter."""
    asked = _PAGE_QUERY.run_validation(request.GET)
    return asked["page"], asked["limit"]


def counted_page(rows: QuerySet[Any], *, request: Request) -> CountedPage:
    """Return the page of `rows`, which have a total order, that the request's `page` and `limit` ask for.

    Raises ValidationError (400) naming the parameter.
    """
    number, size = page_asked_for(request)
    keys, page = counted_rows(rows.values_list("pk", flat=True), number=number, size=size)
    return replace(page, ids=keys)


def counted_rows(rows: QuerySet[Any, Row], *, number: int, size: int) -> tuple[list[Row], CountedPage]:
    """Return the rows of a page, which have a total order, and where it stands; for what is not compiled."""
    first = (number - 1) * size
    return list(rows[first : first + size]), CountedPage([], number, size, rows.count())


class PreparedCounted:
    """A page that is asked for so often that its keys, text and total are found by one prepared statement.

    `tallied` is for more rows than can be counted at each request: two querysets, of numbers whose sum is the
    total, and of rows to be taken off it. `also` is an expression of a text that it tells: `{keys}` in it
    is a SELECT of the array of the page's keys, and other names are arguments of the compiled page.

    Of `rows` that are found otherwise the fewer of them are looked at, a function gives those of which the
    first so many are there for certain, and all of them for None.
    """

    def __init__(
        self,
        rows: QuerySet[Any] | Callable[[int | None], QuerySet[Any]],
        compiled: CompiledPage,
        *,
        tallied: tuple[QuerySet[Any], QuerySet[Any]] | None = None,
        also: str = "NULL",
    ) -> None:
        self._rows = rows
        self._compiled = compiled
        self._also = also
        every = rows(None) if callable(rows) else rows
        counted = tallied or (every.values_list("pk").order_by(),)
        self._counted = [PreparedQuery(each) for each in counted]
        self._keys: dict[tuple[int, int | None], PreparedQuery[Any]] = {}
        self._statements: dict[tuple[int, int | None], str] = {}

    def page(self, number: int, size: int, **arguments: Any) -> tuple[bytes, int, str | None]:
        """Return the text of a page, a plain list, how many rows there are in all, and what `also` tells.

        `arguments` fill the queryset's holes, and those of the compiled page.
        """
        # Every limit of its own would be a statement of its own, kept by every connection; a plan for
        # an unknown limit would be a bad one.
        most = next(each for each in _PREPARED_SIZES if each >= size)
        kind = (most, reach_of(number, size) if callable(self._rows) else None)
        keys, of_keys = self._keys_of(*kind).bound(**arguments)
        if kind not in self._statements:
            self._statements[kind] = self._statement(keys, len(of_keys), arguments)
        of_total = [value for each in self._counted for value in each.bound(**arguments)[1]]
        taken = self._compiled.bound({each.name: arguments[each.name] for each in self._compiled.arguments})
        given = [*of_keys, *of_total, str(size), str((number - 1) * size), *taken]
        return run_prepared(self._statements[kind], given, read=_counted_text)

    def _keys_of(self, most: int, reach: int | None) -> PreparedQuery[Any]:
        found = self._keys.get((most, reach))
        if found is None:
            rows = self._rows(reach) if callable(self._rows) else self._rows
            found = self._keys[most, reach] = PreparedQuery(rows.values_list("pk")[:most])
        return found

    def _statement(self, keys: str, place: int, arguments: Mapping[str, Any]) -> str:
        """Return the statement: `place` parameters of the keys, the total's, limit, offset, arguments."""
        counted = []
        for each in self._counted:
            sql, parameters = each.bound(**arguments)
            counted.append(shifted(sql, place))
            place += len(parameters)
        place += 1
        found = f"SELECT found[:${place}::int] FROM keys"  # noqa: S608
        page = self._compiled.sql_over(found, first=place + 2)
        also = self._also.format(keys=found, **self._compiled.holes(place + 2))
        return (
            f"WITH keys AS MATERIALIZED (SELECT ARRAY({keys} OFFSET ${place + 1}::bigint) AS found)\n"
            f"SELECT ({page}), ({_total(counted)}), ({also})"
        )


def reach_of(number: int, size: int) -> int | None:
    """Return how many rows are looked at for a page, None for all of them: there are few statements so."""
    return next((each for each in _REACHES if each >= number * size), None)


def answered_counted(body: bytes, *, number: int, size: int, total: int) -> HttpResponse:
    """Return an answer in JSON that is rendered already, with the headers that tell of its page."""
    response = HttpResponse(body, content_type="application/json")
    add_page_headers(response, CountedPage([], number, size, total))
    return response


def respond_counted(compiled: CompiledPage, page: CountedPage, **arguments: Any) -> HttpResponse:
    """Return the page as PostgreSQL renders it, a plain list, with its headers."""
    response = HttpResponse(compiled.render(page.ids, **arguments), content_type="application/json")
    add_page_headers(response, page)
    return response


def add_page_headers(response: HttpResponseBase, page: CountedPage) -> None:
    """Set the headers that tell of a page, on an answer of whatever form."""
    response["X-Total-Count"] = str(page.total)
    response["X-Page"] = str(page.number)
    response["X-Page-Size"] = str(page.size)


def _total(counted: Sequence[str]) -> str:
    """Return the SELECT of how many rows there are, by a SELECT of them, or by the two of a tally."""
    *numbers, rows = counted
    number = f"SELECT count(*) FROM ({rows}) AS rows"  # noqa: S608
    if not numbers:
        return number
    return f"SELECT coalesce(sum(number), 0) - ({number}) FROM ({numbers[0]}) AS numbers (number)"  # noqa: S608


def _counted_text(statement: Statement) -> tuple[bytes, int, str | None]:
    """Return the bytes of the text as they came."""
    text, total, also = statement.texts()
    return text or b"[]", int(total or b"0"), None if also is None else also.decode()
