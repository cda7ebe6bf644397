"""Pages of what was found by nearness, the nearest first; a cursor names how near the last seen row is.

What is found is so much at most, so that all of it is found for each page.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.encoding import iri_to_uri
from rest_framework import serializers
from rest_framework.request import Request

from trellis.core.paging import bounds
from trellis.core.rendering import CompiledPage

Near = tuple[int, float]  # a key, and how near its row is
_NEARER_THAN_ALL: Near = (2**63 - 1, float("inf"))


class NearestQuery(serializers.Serializer[Any]):
    """Which page of them."""

    limit = serializers.IntegerField(
        min_value=bounds.LIMIT.least, max_value=bounds.LIMIT.most, required=False
    )
    cursor = serializers.CharField(max_length=100, required=False)

    def validate_cursor(self, value: str) -> Near:
        """Return the row after which the page begins; raise ValidationError for what is no cursor."""
        try:
            kind, near, key = urlsafe_b64decode(value.encode("ascii")).decode("ascii").split(":")
            found = int(key), float.fromhex(near)
        except (binascii.Error, ValueError, OverflowError):
            kind, found = "", _NEARER_THAN_ALL
        if kind != "near":
            raise serializers.ValidationError("Invalid cursor.")
        return found


def respond_nearest(
    compiled: CompiledPage, found: Sequence[Near], *, request: Request, **arguments: Any
) -> HttpResponse:
    """Answer the page that the request asks for of what was found, with a `Link` header to the next one."""
    query = NearestQuery(data=request.query_params)
    query.is_valid(raise_exception=True)
    after = _order(query.validated_data.get("cursor", _NEARER_THAN_ALL))
    rest = [each for each in found if _order(each) > after]
    page = rest[: query.validated_data.get("limit", len(rest))]
    text = compiled.render([key for key, _ in page], **arguments)
    response = HttpResponse(text, content_type="application/json")
    if len(page) < len(rest):
        asked = request._request
        following = urlencode({**asked.GET.dict(), "cursor": _encode(page[-1])})
        address = f"{asked.scheme}://{asked.get_host()}{iri_to_uri(asked.path)}"
        response["Link"] = f'<{address}?{following}>; rel="next"'
    return response


def _order(near: Near) -> tuple[float, int]:
    key, closeness = near
    return -closeness, -key


def _encode(near: Near) -> str:
    key, closeness = near
    return urlsafe_b64encode(f"near:{closeness.hex()}:{key}".encode()).decode()
