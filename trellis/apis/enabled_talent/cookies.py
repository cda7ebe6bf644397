"""The cookies in which a browser holds its tokens for this door: no script can read them.

How they cross sites, where a front end stands on another one, config/cookies.py says.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from trellis.domain.accounts.services.tokens import TokenPair

ACCESS, REFRESH = "access_token", "refresh_token"
# All that take them lie below it, and no page does.
_PATH = "/api/"


def cookies_of(request: Request | HttpRequest) -> Mapping[str, str]:
    """Return the tokens that a browser holds, by the names of their cookies."""
    return {name: request.COOKIES[name] for name in (ACCESS, REFRESH) if request.COOKIES.get(name)}


def keep(response: HttpResponseBase, pair: TokenPair) -> None:
    """Have the browser hold a pair, each token as long as it lasts."""
    _set(response, ACCESS, pair.access, settings.ACCESS_TOKEN_LIFETIME)
    _set(response, REFRESH, pair.refresh, settings.REFRESH_TOKEN_LIFETIME)


def drop(response: HttpResponseBase) -> None:
    """Have the browser forget its tokens: each cookie with all that it came with, or it would stay."""
    for name in (ACCESS, REFRESH):
        _set(response, name, "", timedelta(0))


def _set(response: HttpResponseBase, name: str, value: str, lasts: timedelta) -> None:
    response.set_cookie(
        name,
        value,
        max_age=int(lasts.total_seconds()),
        path=_PATH,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
