"""Signing in by tokens, which the browser holds in cookies; refreshing them, and signing out."""

from django.contrib.auth import SESSION_KEY
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent import cookies
from trellis.apis.enabled_talent.accounts.base import UNSTORED, SigningView, signed_in
from trellis.apis.enabled_talent.accounts.input import CredentialsInput, TokenRefreshInput
from trellis.apis.enabled_talent.accounts.output import AccessOutput, AccountDetailOutput, SignedInOutput
from trellis.core.http.views import validated
from trellis.core.throttling import client_address
from trellis.domain.accounts import browser_sessions
from trellis.domain.accounts.refusals import InvalidToken, UsedJustNow
from trellis.domain.accounts.services import accounts, tokens


class TokenView(SigningView):
    """`token/`."""

    @extend_schema(request=CredentialsInput, responses=SignedInOutput)
    def post(self, request: Request) -> Response:
        """Sign in; the tokens are in the answer, and in cookies that no script can read."""
        given = validated(CredentialsInput, request)
        pair = accounts.sign_in(**given, address=client_address(request), now=timezone.now())
        _end_tokens(request)
        if request._request.session.get(SESSION_KEY, str(pair.user.pk)) != str(pair.user.pk):
            browser_sessions.end(request._request)  # of somebody else: nobody is two at once
        return signed_in(pair)


class RefreshView(SigningView):
    """`token/refresh/`."""

    _is_held = False

    @extend_schema(request=TokenRefreshInput, responses=AccessOutput)
    def post(self, request: Request) -> Response:
        """Trade the refresh token of the body, or else of the cookie, for new ones; it works once."""
        given = validated(TokenRefreshInput, request)["refresh"]
        self._is_held = not given
        refresh_token = given or cookies.cookies_of(request).get(cookies.REFRESH)
        if not refresh_token:
            raise exceptions.NotAuthenticated
        pair = tokens.rotate(refresh_token=refresh_token, now=timezone.now())
        response = Response({"access": pair.access}, headers=UNSTORED)
        cookies.keep(response, pair)
        return response

    def handle_exception(self, exc: Exception) -> Response:
        """Answer; a browser forgets tokens that are no good, but not those that another tab just got."""
        response = super().handle_exception(exc)
        if self._is_held and isinstance(exc, InvalidToken) and not isinstance(exc, UsedJustNow):
            cookies.drop(response)
        return response


class LogoutView(SigningView):
    """`logout/`."""

    @extend_schema(request=TokenRefreshInput, responses=AccountDetailOutput)
    def post(self, request: Request) -> HttpResponseBase:
        """Sign out: the cookies go, and the refresh token is dead, whoever has it."""
        given = validated(TokenRefreshInput, request)["refresh"]
        tokens.end_with(refresh_tokens=[given], now=timezone.now())
        _end_tokens(request)
        browser_sessions.end(request._request)
        response = Response({"detail": "You are signed out."})
        cookies.drop(response)
        return response


def _end_tokens(request: Request) -> None:
    """End the tokens that the browser holds until now."""
    held = cookies.cookies_of(request).get(cookies.REFRESH, "")
    tokens.end_with(refresh_tokens=[held], now=timezone.now())
