"""How the mentorship's pages are answered: whole to a browser, in parts to htmx."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from trellis.web.components.zones import keep_zone, remember_picked, viewer_zone
from trellis.web.frame.pages import render_page
from trellis.web.mentorship.visitors import visitor_of

HANDOVER = "mentorship_handover"
_POLICY = {"script-src": "'self'", "connect-src": "'self'"}


def render_mentorship(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Answer with a whole page. Its times are the viewer's own.

    What a sign-in or a sign-out has to tell the page's script is told to one page alone.
    """
    shown = {"handover": request.session.pop(HANDOVER, None), "messages": get_messages(request)}
    return _answer(request, template, {**shown, **(context or {})}, status=status)


def render_part(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    announce: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer htmx with a part of a page, and let the page's live region say `announce`."""
    shown = {"part": template, "announce": announce, **(context or {})}
    return _answer(request, "web/mentorship/_part.html", shown, status=status)


def wants_part(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part; on the way back through history it needs the whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request


def _answer(request: HttpRequest, template: str, shown: dict[str, Any], *, status: int) -> HttpResponse:
    keep_zone(request)
    zone = viewer_zone(request)
    context = {"visitor": visitor_of(request), "zone": zone, **shown}
    with timezone.override(zone.info):
        response = render_page(request, template, context, status=status, policy=_POLICY)
    remember_picked(request, response)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    add_never_cache_headers(response)
    return response
