"""Every address of the site and the code that answers there, read from urls.py and sockets.py.

And how a door's routes are tried, which one after another takes long in each request.
"""

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.urls.resolvers import RoutePattern

from trellis.config import sockets

Pattern = URLPattern | URLResolver
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


def by_word(routes: Iterable[Pattern]) -> list[Pattern]:
    """Return the routes in their order, those that begin alike behind one another as one that holds them."""
    return [each for word, group in groupby(routes, _first_word) for each in _together(word, list(group))]


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


def _together(word: str, group: Sequence[Pattern]) -> Iterator[Pattern]:
    if not word or len(group) == 1:
        yield from group
        return
    yield path(word, include([_behind(word, each) for each in group if isinstance(each, URLPattern)]))


def _first_word(route: Pattern) -> str:
    """Return the first word of a route with its slash, none of what is not written so or begins otherwise."""
    if not (isinstance(route, URLPattern) and isinstance(route.pattern, RoutePattern)):
        return ""
    word, slash, rest = str(route.pattern).partition("/")
    return "" if "<" in word or not rest else word + slash


def _behind(word: str, route: URLPattern) -> URLPattern:
    rest = str(route.pattern).removeprefix(word)
    return path(rest, route.callback, route.default_args, route.name)
