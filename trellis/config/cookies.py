"""How the cookies by which somebody is signed in cross sites: the one place that says so.

They are `Lax`: a browser sends them from our own site, and along with links. A front end on another site
gets nothing of them by that; so where settings name one and we are served by https, they are
`SameSite=None; Secure; Partitioned`: sent from there, too, and kept apart for each site around us. Neither
Python 3.11 nor Django 5.2 knows the last word.
"""

from collections.abc import Callable
from http.cookies import Morsel
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from trellis.apis.enabled_talent.cookies import ACCESS, REFRESH

Respond = Callable[[HttpRequest], HttpResponse]


class _Partitioned(Morsel[str]):
    """A cookie with the one attribute more."""

    def OutputString(self, attrs: Any = None) -> str:  # noqa: N802  (the name that http.cookies has)
        return f"{super().OutputString(attrs)}; Partitioned"


def cross_sites(get_response: Respond) -> Respond:
    """Return a middleware that lets the cookies of sign-ins go, and be removed, wherever front ends are."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        names = {ACCESS, REFRESH, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
        for name in response.cookies.keys() & names if settings.IS_HTTPS else ():
            response.cookies[name]["secure"] = True  # of one that is removed Django does not say so
            if any(map(_is_of_another_site, settings.CORS_ALLOWED_ORIGINS)):
                response.cookies[name] = _widened(response.cookies[name])
        return response

    return respond


def _widened(cookie: Morsel[str]) -> _Partitioned:
    wider = _Partitioned()
    wider.set(cookie.key, cookie.value, cookie.coded_value)
    wider.update({**cookie, "samesite": "None"})
    return wider


def _is_of_another_site(origin: str) -> bool:
    """Tell whether an origin is, for all that can be known, of another site than ours.

    Two neighbours under one name may be one site or, as under `github.io`, two: only a list of the world's
    suffixes tells. They are taken for two, which works either way.
    """
    theirs, ours = urlsplit(origin), urlsplit(settings.TRELLIS_PUBLIC_URL)
    shorter, longer = sorted((theirs.hostname or "", ours.hostname or ""), key=len)
    return theirs.scheme != ours.scheme or not (longer == shorter or longer.endswith(f".{shorter}"))
