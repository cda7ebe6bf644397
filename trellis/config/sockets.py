"""Every WebSocket of the site on one screen, like urls.py for HTTP."""

from typing import Any

from channels.routing import URLRouter  # type: ignore[import-untyped]
from django.urls import path, re_path

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
    re_path("", unknown),  # type: ignore[arg-type]
]
websockets = URLRouter(urlpatterns)
