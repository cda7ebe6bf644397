"""What every operation of this door may refuse, for the API description: said here, once.

Views describe their successes (`@extend_schema`); what a view describes of its refusals itself stays.
"""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

_DETAIL: dict[str, Any] = {
    "type": "object",
    "properties": {"detail": {"type": "string"}},
    "required": ["detail"],
}
_BY_FIELD: dict[str, Any] = {"type": "object", "additionalProperties": {}}
_LISTED: dict[str, Any] = {"type": "array", "items": {"type": "object", "additionalProperties": {}}}
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# status: what it says, and the example that the document prints of it, if it does.
_SAID: dict[int, tuple[str, dict[str, Any] | None]] = {
    400: (
        "What was sent cannot be so: for each field, sentences that say why.",
        {
            "title": ["This field is required."],
            "job_type": ['"invalid_type" is not a valid choice.'],
        },
    ),
    401: (
        "There is no token, or it is no good.",
        {"detail": "Authentication credentials were not provided."},
    ),
    403: (
        "The caller is no member of a tenant, or their role does not allow this.",
        {"detail": "You do not have permission to perform this action."},
    ),
    404: ("There is no such thing in the caller's tenant.", {"detail": "Not found."}),
    409: ("Somebody was faster, or it does not stand where this could be done to it.", None),
    413: ("The request is too large.", {"detail": "The request is too large."}),
    415: ("The body is of a type that is not read here.", None),
    429: (
        "Too many requests; Retry-After says when to go on.",
        {"detail": "Request rate limit exceeded."},
    ),
    503: (
        "The service is busy: the same request may succeed in a moment.",
        {"detail": "The service is busy. Please try again."},
    ),
}


class DetailOutput(serializers.Serializer[Any]):
    """A sentence: what was done, or why not."""

    detail = serializers.CharField()


# For operations whose body names the row: of an address and of a page it is known without saying.
ABSENT = OpenApiResponse(DetailOutput, _SAID[404][0])


class DoorSchema(AutoSchema):
    """Adds to an operation the refusals that its form makes possible."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Return the operation with all that it may answer."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        known = operation["responses"]
        for status in _refusals(operation, self.method, reads_tokens=bool(self.view.get_authenticators())):
            known.setdefault(str(status), _response(status, operation))
        operation["responses"] = dict(sorted(known.items()))
        return operation


def _refusals(operation: dict[str, Any], method: str, *, reads_tokens: bool) -> set[int]:
    """Return the statuses that an operation of this form can answer."""
    places = {parameter["in"] for parameter in operation.get("parameters", [])}
    names = {parameter["name"] for parameter in operation.get("parameters", [])}
    has_body = "requestBody" in operation
    possible = {
        400: has_body or "query" in places or method in _UNSAFE,
        # Where none is needed, a token that is no good is refused all the same, and so may its account be.
        401: reads_tokens,
        403: reads_tokens,
        404: "path" in places or "page" in names,
        409: method in _UNSAFE,
        413: has_body,
        415: has_body or method in _UNSAFE,
        429: True,
        503: True,
    }
    return {status for status, can_be in possible.items() if can_be}


def _response(status: int, operation: dict[str, Any]) -> dict[str, Any]:
    sentence, example = _SAID[status]
    schema = _DETAIL if status != 400 else _BY_FIELD
    if status == 400 and _takes_list(operation):
        schema = {"oneOf": [_BY_FIELD, _LISTED]}
    content: dict[str, Any] = {"schema": schema}
    if example is not None:
        content["example"] = example
    return {"description": sentence, "content": {"application/json": content}}


def _takes_list(operation: dict[str, Any]) -> bool:
    bodies = operation.get("requestBody", {}).get("content", {}).values()
    return any(body.get("schema", {}).get("type") == "array" for body in bodies)
