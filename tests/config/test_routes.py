"""Routes that are tried word by word lead where the same ones lead one after another."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, path, re_path
from django.urls.resolvers import RegexPattern
from django.utils.module_loading import import_string

from trellis.config.doors import ROUTED_PREFIXES
from trellis.config.routes import by_word, http_routes


def _view(word: str) -> Callable[[HttpRequest], HttpResponse]:
    return lambda _: HttpResponse(word)


ROUTES = [
    path("me/first", _view("first"), name="first"),
    path("me/<int:number>", _view("number"), {"more": 1}),
    path("me/<str:word>/deep/", _view("deep")),
    path("me", _view("me")),
    path("<slug:word>/first", _view("any")),
    path("me/<str:word>", _view("late")),
    path("other/", _view("other")),
    re_path("", _view("nothing")),
]


def _resolver(routes: list[URLPattern | URLResolver]) -> URLResolver:
    return URLResolver(RegexPattern(r"^/"), routes)


def _found(resolver: URLResolver, address: str) -> Any:
    try:
        match = resolver.resolve(address)
    except Resolver404:
        return None
    return match.func, match.kwargs, match.url_name, match.route


@pytest.mark.parametrize(
    "address",
    ["me/first", "me/7", "me/x/deep/", "me", "you/first", "me/x", "me/", "other/", "other", "", "a/b/c"],
)
def test_an_address_leads_to_the_same_view_with_the_same_arguments(address: str) -> None:
    plain, grouped = _resolver([*ROUTES]), _resolver(by_word(ROUTES))
    assert _found(grouped, f"/{address}") == _found(plain, f"/{address}") is not None


def test_no_door_loses_an_address_or_its_place() -> None:
    lines = [
        f"/{prefix.path[1:]}{route.pattern}"
        for prefix in ROUTED_PREFIXES
        for route in import_string(prefix.urls)
        if not isinstance(route.pattern, RegexPattern)
    ]
    found = [route.pattern for route in http_routes()]
    assert [each for each in found if each in set(lines)] == lines
