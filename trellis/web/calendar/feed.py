"""A person's sessions as a calendar to subscribe to, for who knows its secret address."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from trellis.domain.calendar.queries import feed, reader_of_feed

_HEADERS = {
    # Kept by the reader's own program alone, and asked for again each time.
    "Cache-Control": "private, no-cache",
    "Content-Disposition": 'inline; filename="trellis.ics"',
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send the feed that this token opens; an unknown or revoked one is a 404."""
    request.logged_path = "/calendar/….ics"  # type: ignore[attr-defined]
    user = reader_of_feed(token)
    if user is None:
        raise Http404
    content = feed(user)
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    whole = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response = get_conditional_response(request, etag=etag, response=whole) or whole
    response["ETag"] = etag
    for header, value in _HEADERS.items():
        response[header] = value
    return response
