"""The one ASGI application: HTTP crosses into Django's WSGI handler, WebSockets stay here.

Django's own ASGI handler runs synchronous views at a third of this speed (docs/architecture.md).
"""

import gc
import os
import sys
from functools import cache
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from trellis.core.http.bridge.answers import STALLED_SECONDS
from trellis.core.http.bridge.asgi import Bridge
from trellis.core.http.bridge.bodies import Bounds, Intake
from trellis.core.http.bridge.listeners import end_stalled_connections

# The event loop and the request threads share one interpreter lock, which by default a busy thread keeps
# for 5 ms while every socket waits. The rate of pool pages is the same either way.
sys.setswitchinterval(0.0005)

_django = get_wsgi_application()

# Models can be imported only now that Django is set up.
from trellis.config.sockets import websockets  # noqa: E402
from trellis.core.realtime import hub  # noqa: E402
from trellis.core.throttling import address_in  # noqa: E402

_http = Bridge(
    _django,
    # As many requests at a time as the machine can use; each thread keeps one database connection.
    threads=settings.WEB_THREADS,
    intake=Intake(Bounds(largest=settings.MAX_REQUEST_BYTES)),
    address_of=address_in,
    # A supervisor asks whether this process lives, not whether its threads are busy.
    aside=("/healthz", "/readyz"),
)

# What is loaded by now (the site's whole code with its URLs) lives as long as the process: looking for
# garbage in it again and again cost a tenth of the pool pages a second.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()


@cache
def _settle() -> None:
    """Do what can be done only once the web server listens."""
    end_stalled_connections(seconds=STALLED_SECONDS)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve one connection."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    _settle()
    await (_http if scope["type"] == "http" else websockets)(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await hub.close()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
