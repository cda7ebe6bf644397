"""How the pages of rooms are answered: with camera, microphone and screen, and a way to the socket."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from trellis.web.frame.pages import render_page
from trellis.web.rooms.messages import LONGEST_CHAT


def render_room(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with the page of a room."""
    shown = {"longest_chat": LONGEST_CHAT, **context}
    response = render_page(request, template, shown, status=status, policy=_policy(request))
    response["Permissions-Policy"] = "camera=(self), microphone=(self), display-capture=(self)"
    return response


def _policy(request: HttpRequest) -> dict[str, str]:
    """Return what the pages of rooms need of the content security policy."""
    # Older Safari does not count our own WebSockets as 'self'.
    scheme = "wss" if request.is_secure() else "ws"
    return {
        "script-src": "'self'",
        "connect-src": f"'self' {scheme}://{request.get_host()}",
        "media-src": "'self' blob:",
    }
