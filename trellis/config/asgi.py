"""The one ASGI application: HTTP crosses into Django's WSGI handler, WebSockets stay here.

Django's own ASGI handler runs synchronous views at a third of this speed (docs/architecture.md).
"""

import os
import sys
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

# As many requests at a time as the machine can use; each thread keeps one database connection.
_THREADS = int(os.environ.get("TRELLIS_WEB_THREADS", "8"))

# The event loop and the request threads share one interpreter lock; by default a thread may keep it
# for ten times as long as a request takes. One round each gave 234
# and 250 pool pages a second: hardly more than runs differ by.
sys.setswitchinterval(0.0005)

_http: Any = WSGIMiddleware(cast(Any, get_wsgi_application()), workers=_THREADS)

# Models can be imported only now that Django is set up.
from trellis.config.sockets import websockets  # noqa: E402
from trellis.core.realtime import hub  # noqa: E402


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve one connection."""
    if scope["type"] == "http":
        # granian's receive gives a future; the bridge takes only what is a coroutine.
        await _http(scope, lambda: _coroutine(receive), send)
    elif scope["type"] == "websocket":
        await websockets(scope, receive, send)
    else:
        await _lifespan(receive, send)


async def _coroutine(receive: Any) -> Any:
    return await receive()


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await hub.close()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
