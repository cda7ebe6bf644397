"""Every address of the site and the code that answers there, read from urls.py and sockets.py."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from trellis.config import sockets

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """An address with its converters, `/mentor/<int:id>/`, and the class or function that answers there."""

    pattern: str
    view: Any

    @property
    def address(self) -> str:
        """The address without converters: `/mentor/<id>/`."""
        return _CONVERTER.sub(r"<\1>", self.pattern)

    @property
    def module(self) -> str:
        """The dotted name of the view's module."""
        return str(self.view.__module__)


def http_routes() -> Iterator[Route]:
    """Return what path() names, in the order that counts; nets below it (re_path) are left out."""
    return _routes(get_resolver().url_patterns, "/")


def socket_routes() -> Iterator[Route]:
    """Return the addresses of the WebSockets."""
    return _routes(sockets.urlpatterns, "/")


def _routes(patterns: Any, prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            continue
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield Route(route, _view(pattern.callback))


def _view(callback: Any) -> Any:
    """Return the class of a view (DRF and our sockets call it `cls`), or the function that is decorated."""
    known = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    return known or inspect.unwrap(callback)
