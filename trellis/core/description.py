"""What every operation of every door may refuse, for the API description: said here, once.

Views describe their successes (`@extend_schema`), and of their refusals only what the form of an operation
does not tell; what a view describes itself stays. A door says in a Style how it words them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework import exceptions

from trellis.core.http.errors import TooLarge, Unavailable

Schema = dict[str, Any]

SENTENCE: Schema = {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}
BY_FIELD: Schema = {"type": "object", "additionalProperties": {}}
_LISTED: Schema = {"type": "array", "items": BY_FIELD}
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Said:
    """What a refusal means, and the sentence that an example shows, where there is one for all."""

    meaning: str
    sentence: str = ""


USUALLY_SAID: Mapping[int, Said] = {
    400: Said("What was sent cannot be so: for each field, sentences that say why."),
    401: Said("There is no token, or it is no good.", str(exceptions.NotAuthenticated.default_detail)),
    402: Said("A bank, or what it says of a card, has said no; the sentence says why."),
    403: Said("The caller may not do this.", str(exceptions.PermissionDenied.default_detail)),
    404: Said("There is no such thing, or not for the caller.", str(exceptions.NotFound.default_detail)),
    408: Said("The body did not arrive in time."),
    409: Said("Somebody was faster, or it does not stand where this could be done to it."),
    412: Said("It is not (any more) the version that If-Match names."),
    413: Said("The request is too large.", TooLarge.default_detail),
    415: Said("The body is of a type that is not read here."),
    422: Said("This Idempotency-Key was used for another request."),
    429: Said("Too many requests; Retry-After says when to go on.", str(exceptions.Throttled.default_detail)),
    503: Said(
        "The service is busy: the same request may succeed in a moment.", str(Unavailable.default_detail)
    ),
}


def _as_detail(status: int, sentence: str) -> dict[str, Any]:
    return {"detail": sentence}


@dataclass(frozen=True)
class Style:
    """How a door words refusals: the body of each status, what it says, and an example with a sentence.

    `shapes` are those of single statuses; `invalid` is the status of what fails validation, and `example`
    a body of that.
    """

    shape: Schema = field(default_factory=lambda: SENTENCE)
    shapes: Mapping[int, Schema] = field(default_factory=lambda: {400: BY_FIELD})
    said: Mapping[int, Said] = field(default_factory=dict)
    shown: Callable[[int, str], dict[str, Any]] = _as_detail
    invalid: int = 400
    example: dict[str, Any] | None = None

    def body(self, status: int) -> Schema:
        """Return the schema of what is answered with this status."""
        return self.shapes.get(status, self.shape)

    def response(self, status: int, *, takes_list: bool) -> Schema:
        """Return the response object of this status; of many, each may have been wrong in its own way."""
        said = self.said.get(status) or USUALLY_SAID[status]
        schema = self.body(status)
        if takes_list and schema is BY_FIELD:
            schema = {"oneOf": [BY_FIELD, _LISTED]}
        content: Schema = {"schema": schema}
        if status == self.invalid and self.example:
            content["example"] = self.example
        elif said.sentence:
            content["example"] = self.shown(status, said.sentence)
        return {"description": said.meaning, "content": {"application/json": content}}


# Of doors whose documents use the words of Django REST framework.
PLAIN_STYLE = Style()


class DoorSchema(AutoSchema):
    """Adds to an operation what its form, its view's ways in, and the door's answers let it refuse."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Return the operation with all that it may answer."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        view: Any = self.view
        style: Style = view.style
        known = operation["responses"]
        for status in refusals_of(operation, self.method, view):
            known.setdefault(str(status), style.response(status, takes_list=_takes_list(operation)))
        operation["responses"] = dict(sorted(known.items()))
        return operation


def refusals_of(operation: Mapping[str, Any], method: str, view: Any) -> set[int]:
    """Return the statuses with which a view can refuse an operation of this form."""
    parameters = operation.get("parameters", [])
    places = {parameter["in"] for parameter in parameters}
    names = {parameter["name"] for parameter in parameters}
    is_unsafe = method in _UNSAFE
    has_input = "requestBody" in operation or "query" in places or is_unsafe
    # Where no token is needed, one that is no good is refused all the same, and so may its account be.
    reads_tokens = any(operation.get("security", []))
    is_once = getattr(getattr(view, method.lower(), None), "is_idempotent", False)
    own = view.answers.statuses if is_unsafe or _names_a_row(parameters) else frozenset()
    possible = {
        400: has_input,
        401: reads_tokens or 401 in own,
        403: reads_tokens or 403 in own,
        404: "path" in places or "page" in names or 404 in own,
        408: is_unsafe,
        409: is_unsafe,
        412: 412 in own and "If-Match" in names,
        413: is_unsafe,
        415: is_unsafe,
        422: is_once or (has_input and view.style.invalid == 422),
        429: True,
        503: True,
    }
    return {status for status, can_be in possible.items() if can_be}


def _names_a_row(parameters: list[dict[str, Any]]) -> bool:
    """Tell whether the query must say whose rows are asked for."""
    return any(each["in"] == "query" and each.get("required") for each in parameters)


def _takes_list(operation: Mapping[str, Any]) -> bool:
    bodies = operation.get("requestBody", {}).get("content", {}).values()
    return any(body.get("schema", {}).get("type") == "array" for body in bodies)
