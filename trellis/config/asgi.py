"""The one ASGI application: HTTP crosses into Django's WSGI handler, WebSockets stay here.

Django's own ASGI handler runs synchronous views at a third of this speed (docs/architecture.md).
"""

import gc
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from trellis.core.http.bridge import Bridge

# As many requests at a time as the machine can use; each thread keeps one database connection.
_THREADS = int(os.environ.get("TRELLIS_WEB_THREADS", "8"))

# The event loop and the request threads share one interpreter lock, which by default a busy thread keeps
# for 5 ms while every socket waits. The rate of pool pages is the same either way.
sys.setswitchinterval(0.0005)

_http = Bridge(get_wsgi_application(), threads=_THREADS)

# Models can be imported only now that Django is set up.
from trellis.config.sockets import websockets  # noqa: E402
from trellis.core.realtime import hub  # noqa: E402

# What is loaded by now (the site's whole code with its URLs) lives as long as the process: looking for
# garbage in it again and again cost a tenth of the pool pages a second.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve one connection."""
    if scope["type"] == "http":
        await _http(scope, receive, send)
    elif scope["type"] == "websocket":
        await websockets(scope, receive, send)
    else:
        await _lifespan(receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await hub.close()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
