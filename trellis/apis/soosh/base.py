"""The base view of the SOOSH door: its envelope for errors (soosh-api.md, "Error responses")."""

from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from trellis.apis.soosh.answers import ANSWERS, UserNotFound
from trellis.core.description import Said, Style
from trellis.core.http.answering import Answers
from trellis.core.http.errors import Conflict, Declined, Unexpected, as_api_exception
from trellis.core.http.throttling import is_counted
from trellis.core.http.views import ApiView, NothingHere

# The document names some codes; the rest follow its manner.
_CODES = {
    400: "BAD_REQUEST",
    401: "AUTH_ERROR",
    402: "PAYMENT_REQUIRED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    408: "REQUEST_TIMEOUT",
    409: "CONFLICT",
    413: "PAYLOAD_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "VALIDATION_ERROR",
    429: "RATE_LIMIT_EXCEEDED",
    500: "INTERNAL_SERVER_ERROR",
    503: "SERVICE_UNAVAILABLE",
}
# Of one status, and yet a code of its own.
_CODES_OF_KINDS: dict[type[exceptions.APIException], str] = {UserNotFound: "USER_NOT_FOUND"}
_INVALID = "Some fields are not valid."


def _codes(status: int) -> list[str]:
    others = (code for kind, code in _CODES_OF_KINDS.items() if kind.status_code == status)
    return [_CODES[status], *others]


def _shape(status: int) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "error": {"type": "string", "enum": _codes(status)},
            "message": {"type": "string"},
            "details": {"type": "object", "additionalProperties": {}},
        },
        "required": ["error", "message", "details"],
    }


def _shown(status: int, message: str, **details: str) -> dict[str, Any]:
    return {"error": _CODES[status], "message": message, "details": details}


STYLE = Style(
    shapes={status: _shape(status) for status in _CODES},
    said={
        400: Said("This is no request that can be understood: its body is no JSON, say."),
        422: Said("What was sent cannot be so: for each field, a sentence that says why."),
    },
    shown=_shown,
    invalid=422,
    example=_shown(422, _INVALID, email="This field is required."),
)


class SooshView(ApiView):
    """Every view of this door. Its lists tell of their pages in headers (core/paging/headers.py)."""

    answers: ClassVar[Answers] = ANSWERS
    style: ClassVar[Style] = STYLE
    rate_scope: str | None = "soosh"

    def handle_exception(self, exc: Exception) -> Response:
        """Return `{error, message, details}` for whatever was raised."""
        known = as_api_exception(self.in_words(self._counted(exc)))
        if isinstance(known, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
            known.auth_header = self.get_authenticate_header(self.request)  # type: ignore[union-attr]
        set_rollback()
        response = _envelope(known)
        response.exception = True
        return response

    def _counted(self, exc: Exception) -> Exception:
        """Return `exc`, or that it is one too many: what was refused before it was counted counts, too.

        So every answer tells of the limits (soosh-api.md, "Rate limiting"), a 401 and a 404 as well.
        """
        if is_counted(self.request):
            return exc
        try:
            self.check_throttles(self.request)
        except Exception as refusal:  # also that nothing can be counted just now
            return refusal
        return exc


class NotFoundView(NothingHere, SooshView):
    """Any URL under /api/v1/ that no document names."""

    rate_scope = SooshView.rate_scope


def refusal_json(exc: Exception) -> dict[str, Any]:
    """Return `{error, message, details}` for what was raised while a message of a socket was acted on."""
    body: dict[str, Any] = _envelope(as_api_exception(ANSWERS.to(exc) or exc)).data
    return body


def _envelope(error: exceptions.APIException) -> Response:
    status = 422 if isinstance(error, exceptions.ValidationError) else error.status_code
    details = _details(error)
    message = _INVALID if isinstance(error, exceptions.ValidationError) else _first(error.detail)
    code = _CODES_OF_KINDS.get(type(error)) or _CODES.get(status, HTTPStatus(status).name)
    body = {"error": code, "message": message, "details": details}
    return Response(body, status=status, headers=_headers(error))


def _details(error: exceptions.APIException) -> dict[str, Any]:
    """Return field -> one sentence, as the document prints; nested fields keep their nesting."""
    if isinstance(error, Unexpected):
        return {"error_id": error.error_id}
    if isinstance(error, Conflict | Declined) and isinstance(error.detail, dict):
        return {name: fact for name, fact in error.detail.items() if name != "detail"}
    if not isinstance(error, exceptions.ValidationError):
        return {}
    if isinstance(error.detail, dict):
        return {field: _flat(value) for field, value in error.detail.items()}
    return {"non_field_errors": _flat(error.detail)}


def _flat(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _flat(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return " ".join(str(_flat(inner)) for inner in value)
    return str(value)


def _first(detail: Any) -> str:
    while isinstance(detail, list | dict) and detail:
        detail = next(iter(detail.values())) if isinstance(detail, dict) else detail[0]
    return str(detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    challenge, wait = getattr(error, "auth_header", None), getattr(error, "wait", None)
    if challenge:
        headers["WWW-Authenticate"] = str(challenge)
    if wait:
        headers["Retry-After"] = str(int(wait))
    return headers
