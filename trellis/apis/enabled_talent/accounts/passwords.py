"""Changing a password that is known, and choosing one by mail."""

from django.contrib.auth import SESSION_KEY, update_session_auth_hash
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.accounts.base import OpenView, signed_in
from trellis.apis.enabled_talent.accounts.input import (
    AccountEmailInput,
    ChangePasswordInput,
    ResetInput,
    ResetTokenInput,
)
from trellis.apis.enabled_talent.accounts.output import ResetOutput, SignedInOutput
from trellis.apis.enabled_talent.base import EnabledTalentView, caller_of
from trellis.core.http.views import validated
from trellis.core.throttling import client_address
from trellis.domain.accounts.services import passwords

_WELL = {"status": "OK"}


class ChangePasswordView(EnabledTalentView):
    """`change-password/`."""

    @extend_schema(request=ChangePasswordInput, responses=SignedInOutput)
    def post(self, request: Request) -> Response:
        """Set another password: all tokens die, and this browser gets new ones."""
        given = validated(ChangePasswordInput, request)
        user = caller_of(request)
        pair = passwords.change_password(
            user=user,
            old=given["old_password"],
            new=given["new_password"],
            address=client_address(request),
            now=timezone.now(),
        )
        if request._request.session.get(SESSION_KEY) == str(user.pk):
            update_session_auth_hash(request._request, pair.user)
        return signed_in(pair)


class ResetView(OpenView):
    """`password_reset/`."""

    @extend_schema(request=AccountEmailInput, responses=ResetOutput)
    def post(self, request: Request) -> Response:
        """Mail a token for a new password; the answer does not tell whether there is an account."""
        email = validated(AccountEmailInput, request)["email"]
        passwords.mail_reset(email=email, address=client_address(request), now=timezone.now())
        return Response(_WELL)


class ConfirmResetView(OpenView):
    """`password_reset/confirm/`."""

    @extend_schema(request=ResetInput, responses=ResetOutput)
    def post(self, request: Request) -> Response:
        """Set a new password with the token; every other one and all that was signed in end."""
        passwords.reset_password(**validated(ResetInput, request), now=timezone.now())
        return Response(_WELL)


class ValidateTokenView(OpenView):
    """`password_reset/validate_token/`."""

    @extend_schema(request=ResetTokenInput, responses=ResetOutput)
    def post(self, request: Request) -> Response:
        """Tell whether a password can be set with the token; why not is not told."""
        passwords.refuse_dead_reset(**validated(ResetTokenInput, request))
        return Response(_WELL)
