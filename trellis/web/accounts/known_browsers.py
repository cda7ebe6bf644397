"""The cookie by which a browser is known again: docs/decisions/guessing.md. It opens nothing."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import KnownBrowser

COOKIE = "trellis_known"
_SALT = "web.known-browser"
_YEAR = 365 * 24 * 3600


def known_browser(request: HttpRequest) -> KnownBrowser | None:
    """Return what the browser's cookie says; None without one that we have signed within a year."""
    try:
        return _read(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_YEAR))
    except (signing.BadSignature, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Have the browser remember that the account has signed in here, by a proof of who it is."""
    browser = (known_browser(request) or KnownBrowser()).knowing(user)
    response.set_cookie(
        COOKIE,
        signing.dumps({"id": browser.id, "of": dict(browser.marks)}, salt=_SALT),
        max_age=_YEAR,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _read(content: Any) -> KnownBrowser:
    return KnownBrowser(str(content["id"])[:32], {str(who): str(mark) for who, mark in content["of"].items()})
