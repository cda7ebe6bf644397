"""From any exception to the answer a client gets: a clear 4xx, a 503 to try again, a 500 with an id."""

from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from trellis.core import refusals
from trellis.core.db.errors import FOREIGN_KEY_VIOLATION, sqlstate_of
from trellis.core.http.requests import new_error_id
from trellis.core.outages import is_outage, log_outage

log = structlog.get_logger("trellis.errors")


class Unavailable(exceptions.APIException):
    """The database is away, full or busy, or so is the machine: the same request may succeed in a moment."""

    status_code = 503
    default_detail = "The service is busy. Please try again."
    default_code = "unavailable"

    def __init__(self, detail: str | None = None, *, wait: int = 1) -> None:
        super().__init__(detail)
        self.wait = wait  # seconds, sent as Retry-After by DRF's handler


class Conflict(exceptions.APIException):
    """The row is not, or no longer, where this could be done to it; `facts` say what a client may go by."""

    status_code = 409
    default_code = "conflict"

    def __init__(self, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        if facts:
            self.detail: Any = {"detail": sentence, **facts}


class Declined(exceptions.APIException):
    """Somebody outside, such as a bank, has said no."""

    status_code = 402
    default_code = "declined"

    def __init__(self, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        if facts:
            self.detail: Any = {"detail": sentence, **facts}


class TooLarge(exceptions.APIException):
    """The body is larger than DATA_UPLOAD_MAX_MEMORY_SIZE."""

    status_code = 413
    default_detail = "The request is too large."
    default_code = "too_large"


class Gone(exceptions.APIException):
    """Something that the request refers to was deleted while it ran."""

    status_code = 409
    default_detail = "Something that this refers to no longer exists."
    default_code = "conflict"


class Unexpected(exceptions.APIException):
    """A fault of ours. The client gets an id under which the log has the traceback."""

    status_code = 500
    default_detail = "Internal server error."
    default_code = "internal_server_error"

    def __init__(self, error_id: str) -> None:
        super().__init__()
        self.error_id = error_id


def as_api_exception(exc: Exception) -> exceptions.APIException:
    """Return what a client may know of `exc`; an exception nobody foresaw is logged here, once."""
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    if isinstance(exc, SuspiciousOperation):
        return exceptions.ParseError()
    if isinstance(exc, refusals.Unavailable):
        return Unavailable(exc.sentence, wait=exc.wait)
    if is_outage(exc):
        log_outage(exc)
        return Unavailable()
    if isinstance(exc, IntegrityError) and sqlstate_of(exc) == FOREIGN_KEY_VIOLATION:
        return Gone()
    error_id = new_error_id()
    log.error("unexpected error", error_id=error_id, exc_info=exc)
    return Unexpected(error_id)


def drf_exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer in DRF's own words, for the doors whose documents use them."""
    known = as_api_exception(exc)
    response = exception_handler(known, context)
    if response is not None and isinstance(known, Unexpected):
        response.data["error_id"] = known.error_id
    return response
