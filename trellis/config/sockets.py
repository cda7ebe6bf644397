"""Every WebSocket of the site on one screen, like urls.py for HTTP."""

from typing import Any

from django.urls import URLResolver, path, re_path
from django.urls.resolvers import RegexPattern

from trellis.apis.soosh.bookings.sockets import SessionSocket
from trellis.apis.soosh.messages.sockets import MessagesSocket
from trellis.apis.soosh.notifications.sockets import NotificationsSocket
from trellis.web.interviews.socket import InterviewSocket
from trellis.web.mentorship.room.socket import MeetSocket


async def unknown(scope: Any, receive: Any, send: Any) -> None:
    """Refuse the handshake (HTTP 403) at an address that no door knows."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


urlpatterns = [
    path("ws/meet/<uuid:booking_id>", MeetSocket.as_asgi()),  # type: ignore[arg-type]
    path(
        "ws/talent-engine/video-sessions/<uuid:session_id>",
        InterviewSocket.as_asgi(),  # type: ignore[arg-type]
    ),
    path("api/v1/ws/messages/<uuid:user_id>", MessagesSocket.as_asgi()),  # type: ignore[arg-type]
    path("api/v1/messages/ws/<uuid:user_id>", MessagesSocket.as_asgi()),  # type: ignore[arg-type]
    path("api/v1/ws/notifications", NotificationsSocket.as_asgi()),  # type: ignore[arg-type]
    path("api/v1/ws/session/<uuid:booking_id>", SessionSocket.as_asgi()),  # type: ignore[arg-type]
    re_path("", unknown),  # type: ignore[arg-type]
]
_resolver = URLResolver(RegexPattern("^/"), urlpatterns)


async def websockets(scope: Any, receive: Any, send: Any) -> None:
    """Serve one WebSocket by what stands at its address; `scope["url_kwargs"]` is what is named in it."""
    found: Any = _resolver.resolve(scope["path"])
    await found.func({**scope, "url_kwargs": found.kwargs}, receive, send)
