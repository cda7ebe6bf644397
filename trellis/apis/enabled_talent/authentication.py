"""Signed in by cookie, at this door alone: by an access token in one, or by a session of our pages.

A cookie is not consent, so what changes anything needs the CSRF token too.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from trellis.apis.enabled_talent.cookies import ACCESS, cookies_of
from trellis.apis.enabled_talent.origins import is_from_us
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import sign_in_of_session, signed_in_by, user_of_token

_NO_CSRF = "CSRF Failed: {} Ask for a token at /api/auth/csrf/, and send it as X-CSRFToken."


class CookieAuthentication(BaseAuthentication):
    """Stands behind the bearer token, which wins; a cookie that is no good is as though it were not there."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Return (user, None), or None without a cookie that is good; raise PermissionDenied (CSRF)."""
        user = _holder(request)
        if user is None:
            return None
        _refuse_forgery(request._request)
        request._request.signed_in_user_id = user.pk  # type: ignore[attr-defined]
        return user, None


def _holder(request: Request) -> User | None:
    """Return whom the browser's cookies sign in.

    While it holds tokens, its session says nothing: when the access token has run out nobody is suddenly
    somebody else.
    """
    held = cookies_of(request)
    if held:
        return user_of_token(held.get(ACCESS, ""))
    user = getattr(request._request, "user", None)
    if not isinstance(user, User) or not user.is_active:
        return None
    user.signed_in_by = signed_in_by(request._request)
    user.sign_in_id = sign_in_of_session(request._request)
    return user


def _refuse_forgery(request: HttpRequest) -> None:
    check = _Check(_nothing)
    check.process_request(request)
    reason = check.process_view(request, _nothing, (), {})
    if reason:
        raise exceptions.PermissionDenied(_NO_CSRF.format(str(reason).rstrip(".") + "."))


class _Check(CSRFCheck):
    """Django's, which lets front ends on other origins in as far as CORS does."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        return is_from_us(request)


def _nothing(*_: Any, **__: Any) -> HttpResponse:
    return HttpResponse()
