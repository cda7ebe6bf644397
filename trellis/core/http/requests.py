"""What every request gets: an id, one line in the log, an id for its failure."""

import re
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from trellis.core.outages import is_outage, log_outage

log = structlog.get_logger("trellis.requests")
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = ("/healthz", "/readyz", "/static/")


class RequestMiddleware:
    """Gives the request an id (or keeps the caller's `X-Request-ID`) and logs how it ended.

    The path is logged, never the query, headers or body: those carry tokens and people's data. A view
    whose path itself holds a token sets `request.logged_path`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        started = time.perf_counter()
        request_id = _request_id(request)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            if not request.path.startswith(_QUIET):
                _log_request(request, response, seconds=time.perf_counter() - started)
            return response
        finally:
            structlog.contextvars.clear_contextvars()


def new_error_id() -> str:
    """Return an id under which one failure is logged and shown: 12 hexadecimal digits."""
    return uuid.uuid4().hex[:12]


@receiver(got_request_exception, dispatch_uid="log_unexpected_error")
def log_unexpected_error(sender: Any, request: HttpRequest | None = None, **_: Any) -> None:
    """Log the exception now being handled, under an id that the 500 page shows."""
    error = sys.exc_info()[1]
    if error is not None and is_outage(error) and request is not None:
        # config/errors.py answers 503, to try again.
        request.is_outage = True  # type: ignore[attr-defined]
        log_outage(error)
        return
    error_id = new_error_id()
    if request is not None:
        request.error_id = error_id  # type: ignore[attr-defined]
    log.exception("unexpected error", error_id=error_id)


def _request_id(request: HttpRequest) -> str:
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex


def _log_request(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    log.info(
        "request",
        method=request.method,
        path=getattr(request, "logged_path", request.path),
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        user=getattr(request, "signed_in_user_id", None),
    )
