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

from trellis.core.prepared import Argument, PreparedQuery
from trellis.core.rendering import CompiledPage

MAX_LIMIT = 100
# Above every key: the largest bigint.
_NO_CURSOR = 2**63 - 1


@dataclass(frozen=True)
class Page:
    """Keys of one page, newest first, and the cursor of the next one, if there is one."""

    ids: list[int]
    next_cursor: str | None


class PageQuery(serializers.Serializer[Any]):
    """The two query parameters; without them a page is the first MAX_LIMIT rows."""

    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=MAX_LIMIT)
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


def newest_first(queryset: QuerySet[Any], *, request: Request) -> Page:
    """Return the page of `queryset` that the request's `limit` and `cursor` ask for.

    Rows are ordered by descending primary key. Raises ValidationError (400) naming the parameter.
    """
    limit, before = _asked_for(request)
    keys = queryset.filter(pk__lt=before).order_by("-pk").values_list("pk", flat=True)
    return _page(list(keys[: limit + 1]), limit)


class PreparedKeyset:
    """newest_first for a page that is asked for so often that its keys are a prepared query."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self._keys = queryset.filter(pk__lt=Argument("before")).order_by("-pk").values_list("pk")
        # The limit stands in the statement: a plan for an unknown limit would be a bad one.
        self._queries: dict[int, PreparedQuery[Any]] = {}

    def page(self, *, request: Request, **arguments: Any) -> Page:
        """Return the page that the request asks for; `arguments` fill the queryset's holes."""
        limit, before = _asked_for(request)
        if limit not in self._queries:
            self._queries[limit] = PreparedQuery(self._keys[: limit + 1])
        rows = self._queries[limit].rows(before=before, **arguments)
        return _page([key for (key,) in rows], limit)


def _asked_for(request: Request) -> tuple[int, int]:
    """Return the limit and the key before which the page begins."""
    if not request.GET:
        return MAX_LIMIT, _NO_CURSOR
    query = PageQuery(data=request.GET)
    query.is_valid(raise_exception=True)
    return query.validated_data["limit"], query.validated_data.get("cursor", _NO_CURSOR)


def _page(ids: list[int], limit: int) -> Page:
    if len(ids) <= limit:
        return Page(ids, None)
    return Page(ids[:limit], _encode(ids[limit - 1]))


def respond(compiled: CompiledPage, page: Page, *, request: Request) -> HttpResponse:
    """Return the page as PostgreSQL renders it, with a `Link` header (RFC 8288) to the next one."""
    response = HttpResponse(compiled.render(page.ids), content_type="application/json")
    if page.next_cursor is not None:
        query = urlencode({**request.GET.dict(), "cursor": page.next_cursor})
        address = request.build_absolute_uri(request.path)
        response["Link"] = f'<{address}?{query}>; rel="next"'
    return response


def _encode(key: int) -> str:
    return urlsafe_b64encode(f"before:{key}".encode()).decode()
