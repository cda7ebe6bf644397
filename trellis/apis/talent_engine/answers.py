"""What views of this door answer besides success, for the description: said once."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class Refusal(serializers.Serializer[Any]):
    """A refusal that speaks of no field."""

    detail = serializers.CharField()


_ALWAYS = (401, 403, 429)
_SENTENCES = {
    400: "What was sent cannot be so: by field, sentences that say why.",
    401: "Nobody is signed in.",
    403: "The caller is no member of a tenant, or their role does not allow this.",
    404: "There is no such thing in the caller's tenant.",
    409: "Somebody was faster, or it does not stand where this could be done to it.",
    429: "Too many requests; Retry-After says when to go on.",
}


def answers(success: dict[Any, Any], *refusals: int) -> dict[Any, Any]:
    """Return `responses` of an operation: its successes, what it may refuse, and what all may."""
    known = {status: OpenApiResponse(Refusal, _SENTENCES[status]) for status in (*refusals, *_ALWAYS)}
    if 400 in known:
        known[400] = OpenApiResponse(OpenApiTypes.OBJECT, _SENTENCES[400])
    return {**success, **dict(sorted(known.items()))}


def public_answers(success: dict[int, Any], *refusals: int) -> dict[int, Any]:
    """Return `responses` of an operation that anybody may call: without 401 and 403."""
    every = answers(success, *refusals)
    return {status: every[status] for status in every if status not in (401, 403)}
