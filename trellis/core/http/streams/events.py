"""Server-sent events: an answer that leaves event by event, each once it is made.

docs/decisions/own-bridge.md says why no thread waits for a client.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import StreamingHttpResponse
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import APIView

from trellis.core.http.errors import Unexpected, as_api_exception

MEDIA_TYPE = "text/event-stream"
# What ends a line of an event; Unicode's other ends of lines do not.
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Event:
    """What is told under one name: a text as it is, anything else as JSON."""

    name: str
    data: Any


class EventStream(StreamingHttpResponse):
    """The answer with these events.

    Each is sent before the next one is made, perhaps by another thread, so that a slow client holds neither
    thread nor connection. Nothing on the way may keep, gather or compress it.
    """

    sent_as_made = True

    def __init__(self, events: Iterable[Event], *, in_words: Callable[[Exception], Exception]) -> None:
        """Take the events, and what a door makes of a refusal that comes between them."""
        super().__init__(_sent(events, in_words), content_type=f"{MEDIA_TYPE}; charset=utf-8")
        self["Cache-Control"] = "no-store, no-transform"
        self["X-Accel-Buffering"] = "no"


class EventStreamRenderer(BaseRenderer):
    """Lets a view be asked for events. It renders nothing: what is no stream is answered as JSON."""

    media_type = MEDIA_TYPE
    format = JSONRenderer.format  # so that `?format=` is none of its ways


class StreamingView(APIView):
    """A view that answers in events whoever asks for them; what it refuses is JSON also then."""

    renderer_classes: Any = (JSONRenderer, EventStreamRenderer)

    def wants_events(self, request: Request) -> bool:
        """Tell whether the client asks for events."""
        return request.accepted_renderer.media_type == MEDIA_TYPE

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Render what is no stream as JSON."""
        if isinstance(response, Response):
            request.accepted_renderer = JSONRenderer()
            request.accepted_media_type = JSONRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)


def encode(event: Event) -> bytes:
    """Return an event as it travels: of its text, each line behind a `data:` of its own."""
    text = event.data if isinstance(event.data, str) else _json(event.data)
    lines = [f"event: {event.name}", *(f"data: {line}" for line in _LINE_END.split(text))]
    return ("\n".join(lines) + "\n\n").encode(errors="replace")


def _json(data: Any) -> str:
    return json.dumps(data, cls=JSONEncoder, ensure_ascii=False, separators=(",", ":"))


def _sent(events: Iterable[Event], in_words: Callable[[Exception], Exception]) -> Iterator[bytes]:
    """Yield the events as they travel; what fails is told by an `error`, which is the last one then."""
    try:
        for event in events:
            yield encode(event)
    except Exception as exc:
        yield encode(Event("error", _told(as_api_exception(in_words(exc)))))


def _told(error: Any) -> dict[str, Any]:
    told = {"detail": error.detail, "status": error.status_code}
    return {**told, "error_id": error.error_id} if isinstance(error, Unexpected) else told
