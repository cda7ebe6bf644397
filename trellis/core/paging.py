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

from trellis.core.rendering import CompiledPage

MAX_LIMIT = 100


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
    limit, before = MAX_LIMIT, None
    if request.GET:
        query = PageQuery(data=request.GET)
        query.is_valid(raise_exception=True)
        limit, before = query.validated_data["limit"], query.validated_data.get("cursor")
    if before is not None:
        queryset = queryset.filter(pk__lt=before)
    ids = list(queryset.order_by("-pk").values_list("pk", flat=True)[: limit + 1])
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
