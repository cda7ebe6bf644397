"""Compresses pages and JSON, but nothing from whose length a secret in it could be guessed (BREACH)."""

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Shorter ones travel in one packet either way.
SHORTEST = 1024
_KINDS = re.compile(
    r"(?:text/(?:html|css|xml|plain|javascript)|(?:application|image)/(?:[\w.-]+\+)?(?:json|xml))\b"
)
# Fields in which the documents print what lets somebody in, or leads there.
SECRET_FIELDS = (
    *("access", "refresh", "token", "access_token", "refresh_token", "id_token", "meeting_token"),
    *("csrfToken", "client_secret", "unique_link", "meeting_link", "online_link", "feed_url"),
)
# With a value that may be one: the front page names such a field in an example.
_SECRET = re.compile(rf'"(?:{"|".join(SECRET_FIELDS)})": ?"[\w./:+~=-]{{6}}'.encode())
_MARK = "is_left_as_it_is"
Asked = ParamSpec("Asked")
Response = TypeVar("Response", bound=HttpResponseBase)


class Compression(GZipMiddleware):
    """Compresses what is worth it for a client that takes gzip; nothing that streams, no files."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer, compressed where that is safe and shorter; a strong ETag becomes a weak one."""
        if not _is_worth_it(response) or getattr(response, _MARK, False):
            return response
        if _SECRET.search(response.content):  # type: ignore[attr-defined]
            return response
        return super().process_response(request, response)


def uncompressed(view: Callable[Asked, Response]) -> Callable[Asked, Response]:
    """Leave the answers of a view as they are: a page with a token, or with a link that lets somebody in."""

    @wraps(view)
    def marked(*args: Asked.args, **kwargs: Asked.kwargs) -> Response:
        response = view(*args, **kwargs)
        setattr(response, _MARK, True)
        return response

    return marked


def _is_worth_it(response: HttpResponseBase) -> bool:
    if response.streaming or not _KINDS.match(response.headers.get("Content-Type", "")):
        return False
    return len(response.content) >= SHORTEST  # type: ignore[attr-defined]
