"""Signing in by a session, which opens this door and the pages."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent import cookies
from trellis.apis.enabled_talent.accounts.base import UNSTORED, SigningView
from trellis.apis.enabled_talent.accounts.input import CredentialsInput
from trellis.apis.enabled_talent.accounts.output import AccountOutput, SessionLoginOutput
from trellis.core.http.views import validated
from trellis.core.throttling import client_address
from trellis.domain.accounts import browser_sessions
from trellis.domain.accounts.services import accounts, tokens


class SessionLoginView(SigningView):
    """`session/login/`."""

    @extend_schema(request=CredentialsInput, responses=SessionLoginOutput)
    def post(self, request: Request) -> Response:
        """Sign in; the session takes the place of tokens that the browser holds."""
        given = validated(CredentialsInput, request)
        pair = accounts.sign_in(**given, address=client_address(request), now=timezone.now())
        held = cookies.cookies_of(request)
        tokens.end_with(refresh_tokens=[held.get(cookies.REFRESH, "")], now=timezone.now())
        browser_sessions.begin(request._request, pair)
        response = Response({"user": AccountOutput(pair.user).data}, headers=UNSTORED)
        if held:
            cookies.drop(response)
        return response
