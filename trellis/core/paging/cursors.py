"""Keyset paging: `?limit=&cursor=` and a `Link` header; the body stays the plain list of the document.

A cursor names the last row that was seen, not a position, so that a page costs the same however
deep it lies, and rows that come or go meanwhile neither repeat nor hide others.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.http import urlencode
from rest_framework import serializers
from rest_framework.request import Request

from trellis.core.db.prepared import Argument, PreparedCursor, PreparedQuery, run_prepared
from trellis.core.paging import bounds
from trellis.core.rendering import CompiledPage

MAX_LIMIT = bounds.LIMIT.most
# Above every key: the largest bigint.
_NO_CURSOR = 2**63 - 1
_PREPARED_SIZES = (20, 50, MAX_LIMIT)


@dataclass(frozen=True)
class Page:
    """Keys of one page, newest first, and the cursor of the next one, if there is one."""

    ids: list[int]
    next_cursor: str | None


@dataclass(frozen=True)
class RenderedPage:
    """The JSON text of one page, and the cursor of the next one, if there is one."""

    text: bytes
    next_cursor: str | None

    @property
    def is_empty(self) -> bool:
        """Whether it has no rows."""
        return self.text == b"[]"


class PageQuery(serializers.Serializer[Any]):
    """The two query parameters; without them a page is the first MAX_LIMIT rows."""

    limit = serializers.IntegerField(min_value=bounds.LIMIT.least, max_value=MAX_LIMIT, default=MAX_LIMIT)
    cursor = serializers.CharField(max_length=100, required=False)

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
    """Return the page of `queryset` that the request's `limit` and `cursor` ask for.

    Rows are ordered by descending primary key. Raises ValidationError (400) naming the parameter.
    """
    limit, before = _asked_for(request)
    keys = queryset.filter(pk__lt=before).order_by("-pk").values_list("pk", flat=True)
    return _page(list(keys[: limit + 1]), limit)


class PreparedKeyset:
    """A page that is asked for so often that its keys and its text are found by one prepared statement."""

    def __init__(self, queryset: QuerySet[Any], compiled: CompiledPage) -> None:
        keys = queryset.filter(pk__lt=Argument("before")).order_by("-pk").values_list("pk")
        self._compiled = compiled
        # Every limit of its own would be a statement of its own, kept by every connection; a plan for
        # an unknown limit would be a bad one.
        self._keys: dict[int, PreparedQuery[Any]] = {
            size: PreparedQuery(keys[: size + 1]) for size in _PREPARED_SIZES
        }
        self._statements: dict[int, str] = {}

    def page(self, *, request: Request, **arguments: Any) -> RenderedPage:
        """Return the page that the request asks for.

        `arguments` fill the queryset's holes, and those of the compiled page.
        """
        limit, before = _asked_for(request)
        size = next(size for size in _PREPARED_SIZES if size >= limit)
        keys, parameters = self._keys[size].bound(before=before, **arguments)
        if size not in self._statements:
            self._statements[size] = self._statement(keys, place=len(parameters) + 1)
        taken = {each.name: arguments[each.name] for each in self._compiled.arguments}
        given = [*parameters, str(limit), *self._compiled.bound(taken)]
        text, last = run_prepared(self._statements[size], given, read=_two_texts)
        return RenderedPage(text, None if last is None else _encode(int(last)))

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


def _asked_for(request: Request) -> tuple[int, int]:
    """Return the limit and the key before which the page begins."""
    if not request.GET:
        return MAX_LIMIT, _NO_CURSOR
    asked = _PAGE_QUERY.run_validation(request.GET)
    return asked["limit"], asked.get("cursor", _NO_CURSOR)


def _page(ids: list[int], limit: int) -> Page:
    if len(ids) <= limit:
        return Page(ids, None)
    return Page(ids[:limit], _encode(ids[limit - 1]))


def respond(compiled: CompiledPage, page: Page, *, request: Request, **arguments: Any) -> HttpResponse:
    """Return the page as PostgreSQL renders it, with a `Link` header (RFC 8288) to the next one."""
    text = compiled.render(page.ids, **arguments)
    return respond_rendered(RenderedPage(text, page.next_cursor), request=request)


def respond_rendered(page: RenderedPage, *, request: Request) -> HttpResponse:
    """Return a page that is rendered already, with its `Link` header."""
    response = HttpResponse(page.text, content_type="application/json")
    if page.next_cursor is not None:
        query = urlencode({**request.GET.dict(), "cursor": page.next_cursor})
        address = request.build_absolute_uri(request.path)
        response["Link"] = f'<{address}?{query}>; rel="next"'
    return response


def _two_texts(cursor: PreparedCursor) -> tuple[bytes, bytes | None]:
    result = cursor.pgresult
    return (result.get_value(0, 0) or b"", result.get_value(0, 1)) if result else (b"", None)


def _encode(key: int) -> str:
    return urlsafe_b64encode(f"before:{key}".encode()).decode()
