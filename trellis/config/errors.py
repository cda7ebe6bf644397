"""Errors outside every view: JSON for programs, a page for people, never a traceback."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from trellis.config.doors import ROOTS
from trellis.web.frame.pages import render_page
from trellis.web.frame.send_again import ask_again

_API = (*ROOTS, "/dev/outbox/", "/healthz", "/readyz")
_SAID = {
    400: ("Bad request.", "This request cannot be understood."),
    403: ("Forbidden.", "You may not do this."),
    404: ("Not found.", "There is no page at this address."),
    408: ("The request took too long.", "Your request did not arrive in time. Please try again."),
    413: ("The request is too large.", "What you sent is too large."),
    415: ("Unsupported media type.", "This cannot be read. Please send text as UTF-8."),
    429: ("Too many requests.", "Too many requests at once. Please try again in a moment."),
    503: ("The service is busy. Please try again.", "We are busy. Please try again in a moment."),
    500: ("Internal server error.", "Something went wrong on our side. It has been written down."),
}


@csrf_exempt
def api_not_found(request: HttpRequest) -> HttpResponse:
    """Answer for a path under /api/ that no door knows."""
    return JsonResponse({"detail": "Not found."}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, for example to a host name that is not ours."""
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 to what a page may not do."""
    return _answer(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that did not come from a page of ours, or that was open for too long.

    What somebody filled in on a page of ours is kept, to be sent again.
    """
    kept = None if request.path.startswith(_API) else ask_again(request)
    return kept or _answer(
        request, 403, sentence="This form has expired. Go back, reload the page and try again."
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 to an unknown URL."""
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with the id under which core/http/requests.py has logged the failure.

    A database or disk that is away, full or busy is a 503: the same request may succeed in a moment.
    """
    if getattr(request, "is_outage", False):
        response = _answer(request, 503)
        response["Retry-After"] = "1"
        return response
    return _answer(request, 500, error_id=getattr(request, "error_id", ""))


def refused(request: HttpRequest, status: int, *, sentence: str, wait: int) -> HttpResponse:
    """Answer a request whose body was not taken in; `wait` is in seconds, 0 for never again."""
    response = _answer(request, status, detail=sentence, sentence=sentence)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _answer(
    request: HttpRequest, status: int, *, error_id: str = "", detail: str = "", sentence: str = ""
) -> HttpResponse:
    short, long = _SAID[status]
    wants_json = request.path.startswith(_API) or "json" in request.headers.get("Accept", "")
    if wants_json:
        body: dict[str, Any] = {"detail": detail or short}
        if error_id:
            body["error_id"] = error_id
        return JsonResponse(body, status=status)
    context = {"status": status, "sentence": sentence or long, "error_id": error_id}
    return render_page(request, "web/frame/error.html", context, status=status)
