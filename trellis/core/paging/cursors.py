"""Plain lists: whole, or in pages by keyset, `?limit=&cursor=`, with a `Link` header to the next one.

A cursor names the last row that was seen, not a position, so that a page costs the same however
deep it lies, and rows that come or go meanwhile neither repeat nor hide others. A whole list is sent in
chunks that are such pages (core/paging/whole.py).
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.utils.encoding import iri_to_uri
from rest_framework import serializers
from rest_framework.request import Request

from trellis.core.db.prepared import Argument, PreparedQuery, run_prepared
from trellis.core.db.statements import Statement
from trellis.core.paging import bounds
from trellis.core.paging.whole import RenderedPage, respond_whole
from trellis.core.rendering import CompiledPage

MAX_LIMIT = bounds.LIMIT.most
CHUNK = MAX_LIMIT  # rows of a whole list that are read at once
# Above every key: the largest bigint.
_NO_CURSOR = 2**63 - 1
BEFORE = Argument("before")
_PREPARED_SIZES = (20, 50, MAX_LIMIT)


@dataclass(frozen=True)
class Asked:
    """Which rows are asked for: the `limit` newest before this key; if `is_whole`, all after them, too."""

    limit: int
    before: int = _NO_CURSOR
    is_whole: bool = False

    def after(self, last: int | None) -> "Asked":
        """Return what is asked for next, when the last row had this key."""
        return self if last is None else replace(self, before=last)


@dataclass(frozen=True)
class Page:
    """Keys of one page, newest first; `last` is the last one, if others come after it, which `find` finds."""

    ids: list[int]
    last: int | None
    asked: Asked
    find: Callable[[Asked], "Page"]


class PageQuery(serializers.Serializer[Any]):
    """The two query parameters."""

    limit = serializers.IntegerField(
        min_value=bounds.LIMIT.least,
        max_value=MAX_LIMIT,
        required=False,
        help_text="Rows on a page. Without `limit` and `cursor` the answer is the whole list, however long;"
        f" with a `cursor` alone a page has {MAX_LIMIT}.",
    )
    cursor = serializers.CharField(
        max_length=100,
        required=False,
        help_text="Where a page begins. The `Link` header has the address of the next one.",
    )

    def validate_cursor(self, value: str) -> int:
        """Return the key after which the page begins; raise ValidationError for what is no cursor."""
        try:
            kind, _, key = urlsafe_b64decode(value.encode("ascii")).decode("ascii").partition(":")
        except (binascii.Error, ValueError):
            kind, key = "", ""
        if kind != "before" or not key.isdecimal() or len(key) > 18:
            raise serializers.ValidationError("Invalid cursor.")
        return int(key)


# One of it does for all: asked through run_validation it keeps nothing.
_PAGE_QUERY = PageQuery()


def newest_first(queryset: QuerySet[Any], *, request: Request) -> Page:
    """Return the page of `queryset` that the request asks for, of a whole list the first one.

    Rows are ordered by descending primary key. Raises ValidationError (400) naming the parameter.
    """

    def find(asked: Asked) -> Page:
        found = queryset.filter(pk__lt=asked.before).order_by("-pk").values_list("pk", flat=True)
        return _page(list(found[: asked.limit + 1]), asked, find)

    return find(_asked_for(request))


class PreparedKeyset:
    """A page that is asked for so often that its keys and its text are found by one prepared statement.

    Of `rows` that depend on how many of them are asked for, a function gives those for a page of this size
    BEFORE a key.
    """

    def __init__(self, rows: QuerySet[Any] | Callable[[int], QuerySet[Any]], compiled: CompiledPage) -> None:
        self._compiled = compiled
        # Every limit of its own would be a statement of its own, kept by every connection; a plan for
        # an unknown limit would be a bad one.
        self._keys: dict[int, PreparedQuery[Any]] = {
            size: _keys(rows(size) if callable(rows) else rows, size) for size in _PREPARED_SIZES
        }
        self._statements: dict[int, str] = {}

    def page(self, *, request: Request, **arguments: Any) -> RenderedPage:
        """Return the page that the request asks for, of a whole list the first one.

        `arguments` fill the queryset's holes, and those of the compiled page.
        """
        return self._page(_asked_for(request), arguments)

    def _page(self, asked: Asked, arguments: dict[str, Any]) -> RenderedPage:
        size = _size_for(asked)
        keys, parameters = self._keys[size].bound(before=asked.before, **arguments)
        if size not in self._statements:
            self._statements[size] = self._statement(keys, place=len(parameters) + 1)
        taken = {each.name: arguments[each.name] for each in self._compiled.arguments}
        given = [*parameters, str(asked.limit), *self._compiled.bound(taken)]
        text, found = run_prepared(self._statements[size], given, read=Statement.texts)
        last = None if found is None else int(found)
        return RenderedPage(text or b"", last, lambda: self._page(asked.after(last), arguments))

    def _statement(self, keys: str, *, place: int) -> str:
        """Return the statement that gives the page's text, and its last key if others come after it.

        The limit is the parameter at `place`, and the page's arguments are those behind it.
        """
        limit = f"${place}::int"
        page = self._compiled.sql_over(f"SELECT found[:{limit}] FROM keys", first=place + 1)  # noqa: S608
        return (
            f"WITH keys AS MATERIALIZED (SELECT ARRAY({keys}) AS found)\n"  # noqa: S608 (no data in it)
            f"SELECT ({page}), (SELECT found[{limit}] FROM keys WHERE cardinality(found) > {limit})"
        )


def respond(compiled: CompiledPage, page: Page, *, request: Request, **arguments: Any) -> HttpResponseBase:
    """Answer the page, and all after it where the whole list is asked for, as PostgreSQL renders them."""

    def rendered(found: Page) -> RenderedPage:
        text = compiled.render(found.ids, **arguments)
        return RenderedPage(text, found.last, lambda: rendered(found.find(found.asked.after(found.last))))

    return respond_rendered(rendered(page), request=request)


def respond_rendered(
    page: RenderedPage, *, request: Request, around: tuple[bytes, bytes] = (b"", b"")
) -> HttpResponseBase:
    """Answer a page that is rendered already, with a `Link` header (RFC 8288) to the next one; or the whole.

    What is `around` the list stands before and after it. Raises TooManyWholeLists.
    """
    if page.last is not None and _is_whole(request):
        return respond_whole(page, request=request, around=around)
    response = HttpResponse(page.text.join(around), content_type="application/json")
    if page.last is not None:
        asked = request._request  # DRF's own looks each attribute up there, at some cost
        query = urlencode({**asked.GET.dict(), "cursor": _encode(page.last)})
        address = f"{asked.scheme}://{asked.get_host()}{iri_to_uri(asked.path)}"
        response["Link"] = f'<{address}?{query}>; rel="next"'
    return response


def _asked_for(request: Request) -> Asked:
    given = request.query_params
    limit, cursor = given.get("limit"), given.get("cursor")
    return _understood(limit, cursor) if limit or cursor else Asked(CHUNK, is_whole=True)


# The first page of every list, mostly: what a refusal is of is not kept.
@lru_cache(maxsize=128)
def _understood(limit: str | None, cursor: str | None) -> Asked:
    query = QueryDict(mutable=True)
    query.update({name: text for name, text in (("limit", limit), ("cursor", cursor)) if text is not None})
    asked = _PAGE_QUERY.run_validation(query)
    return Asked(asked.get("limit", MAX_LIMIT), asked.get("cursor", _NO_CURSOR))


def _is_whole(request: Request) -> bool:
    return not (request.GET.get("limit") or request.GET.get("cursor"))


def _page(keys: list[int], asked: Asked, find: Callable[[Asked], Page]) -> Page:
    """Return the page of the first of these keys; there may be more of them than it has."""
    last = keys[asked.limit - 1] if len(keys) > asked.limit else None
    return Page(keys[: asked.limit], last, asked, find)


def _keys(rows: QuerySet[Any], size: int) -> PreparedQuery[Any]:
    return PreparedQuery(rows.filter(pk__lt=BEFORE).order_by("-pk").values_list("pk")[: size + 1])


def _size_for(asked: Asked) -> int:
    return next(size for size in _PREPARED_SIZES if size >= asked.limit)


def _encode(key: int) -> str:
    return urlsafe_b64encode(f"before:{key}".encode()).decode()
