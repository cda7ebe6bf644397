"""Accounts in SOOSH's words (soosh-api.md, section 1)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.answers import OF_SIGNING_IN
from trellis.apis.soosh.auth.input import EmailInput, LoginInput, RefreshInput, RegisterInput, TokenInput
from trellis.apis.soosh.auth.output import (
    LoginOutput,
    MessageOutput,
    RegisterOutput,
    TokensOutput,
    UserSerializer,
)
from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.output import UserOutput
from trellis.core.http.views import validated
from trellis.core.throttling import client_address
from trellis.domain.accounts.services import accounts, addresses, tokens


class OpenView(SooshView):
    """`/auth/*` is where tokens come from, so it asks for none (soosh-api.md, "Authentication")."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class RegisterView(OpenView):
    """`POST /api/v1/auth/register`."""

    @extend_schema(request=RegisterInput, responses={201: RegisterOutput})
    def post(self, request: Request) -> Response:
        """Register with e-mail and password."""
        given = validated(RegisterInput, request)
        pair = accounts.register(
            email=given["email"],
            password=given["password"],
            full_name=given["full_name"],
            username=given["username"],
            journey=given["user_type"],
            now=timezone.now(),
        )
        made = {**signed_in(pair), "user": UserSerializer(pair.user).data, "token_type": "bearer"}
        return Response(made, status=status.HTTP_201_CREATED)


class LoginView(OpenView):
    """`POST /api/v1/auth/login`."""

    answers = OF_SIGNING_IN

    @extend_schema(request=LoginInput, responses=LoginOutput)
    def post(self, request: Request) -> Response:
        """Sign in with e-mail and password."""
        given = validated(LoginInput, request)
        pair = accounts.sign_in(
            email=given["email"],
            password=given["password"],
            address=client_address(request),
            now=timezone.now(),
        )
        return Response(signed_in(pair))


class RefreshView(OpenView):
    """`POST /api/v1/auth/refresh-token`."""

    answers = OF_SIGNING_IN

    @extend_schema(request=RefreshInput, responses=TokensOutput)
    def post(self, request: Request) -> Response:
        """Trade a refresh token for a new pair; it works once."""
        given = validated(RefreshInput, request)
        pair = tokens.rotate(refresh_token=given["refresh_token"], now=timezone.now())
        return Response(
            {
                "access_token": pair.access,
                "refresh_token": pair.refresh,
                "token_type": "bearer",
            }
        )


class VerifyEmailView(OpenView):
    """`POST /api/v1/auth/verify-email`."""

    @extend_schema(request=TokenInput, responses=MessageOutput)
    def post(self, request: Request) -> Response:
        """Verify an e-mail address with the token mailed to it."""
        given = validated(TokenInput, request)
        addresses.verify_email(token=given["token"], now=timezone.now())
        return Response({"message": "Your e-mail address is verified."})


class ResendVerificationView(OpenView):
    """`POST /api/v1/auth/resend-verification`."""

    @extend_schema(request=EmailInput, responses=MessageOutput, auth=[{}, {"bearer": []}])  # type: ignore[list-item]  # the stub knows names alone
    def post(self, request: Request) -> Response:
        """Send the verification mail again; the answer does not tell whether there is an account."""
        email = validated(EmailInput, request).get("email") or _own_address(request)
        addresses.resend_verification(email=email, now=timezone.now())
        return Response({"message": "If the address awaits verification, a mail is on its way."})


def _own_address(request: Request) -> str:
    """Return the address of the account whose token was sent; raise AuthenticationFailed, ValidationError."""
    found = SooshView.authentication_classes[0]().authenticate(request)
    if found is None:
        raise serializers.ValidationError({"email": [serializers.Field.default_error_messages["required"]]})
    email: str = found[0].email
    return email


def signed_in(pair: tokens.TokenPair) -> dict[str, Any]:
    """Return what signing in answers."""
    return {
        "user": UserOutput(pair.user).data,
        "access_token": pair.access,
        "refresh_token": pair.refresh,
    }
