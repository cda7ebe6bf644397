"""Every WebSocket of the site on one screen, like urls.py for HTTP."""

from typing import Any

from channels.routing import URLRouter  # type: ignore[import-untyped]
from django.urls import re_path

from trellis.web.sockets import urlpatterns as web_sockets


async def unknown(scope: Any, receive: Any, send: Any) -> None:
    """Refuse the handshake (HTTP 403) at an address that no door knows."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


websockets = URLRouter([*web_sockets, re_path("", unknown)])  # type: ignore[arg-type]
