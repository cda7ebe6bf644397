"""Routes of a door, tried word by word: Django tries them one after another, in every request."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

Route = URLPattern | URLResolver


def by_word(routes: Iterable[Route]) -> list[Route]:
    """Return the routes in their order, those that begin alike behind one another as one that holds them."""
    return [each for word, group in groupby(routes, _first_word) for each in _together(word, list(group))]


def _together(word: str, group: Sequence[Route]) -> Iterator[Route]:
    if not word or len(group) == 1:
        yield from group
        return
    yield path(word, include([_behind(word, each) for each in group if isinstance(each, URLPattern)]))


def _first_word(route: Route) -> str:
    """Return the first word of a route with its slash, none of what is not written so or begins otherwise."""
    if not (isinstance(route, URLPattern) and isinstance(route.pattern, RoutePattern)):
        return ""
    word, slash, rest = str(route.pattern).partition("/")
    return "" if "<" in word or not rest else word + slash


def _behind(word: str, route: URLPattern) -> URLPattern:
    rest = str(route.pattern).removeprefix(word)
    return path(rest, route.callback, route.default_args, route.name)
