"""Signing up, and proving the address."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.accounts.base import OpenView
from trellis.apis.enabled_talent.accounts.input import AccountEmailInput, SignUpInput, VerifyInput
from trellis.apis.enabled_talent.accounts.output import AccountDetailOutput, AccountOutput
from trellis.core.http.views import validated
from trellis.core.throttling import client_address
from trellis.domain.accounts.services import addresses, signup


class SignUpView(OpenView):
    """`signup/`."""

    @extend_schema(request=SignUpInput, responses={201: AccountOutput})
    def post(self, request: Request) -> Response:
        """Create an account, and mail a link to verify its address; its owner signs in next."""
        given = validated(SignUpInput, request)
        user = signup.sign_up(**given, address=client_address(request), now=timezone.now())
        return Response(AccountOutput(user).data, status=status.HTTP_201_CREATED)


class VerifyEmailView(OpenView):
    """`verify-email/`."""

    @extend_schema(request=VerifyInput, responses=AccountDetailOutput)
    def post(self, request: Request) -> Response:
        """Verify an e-mail address with the token that was mailed to it."""
        addresses.verify_email(token=validated(VerifyInput, request)["token"], now=timezone.now())
        return Response({"detail": "Your e-mail address is verified."})


class ResendVerificationView(OpenView):
    """`resend-verification/`."""

    @extend_schema(request=AccountEmailInput, responses=AccountDetailOutput)
    def post(self, request: Request) -> Response:
        """Send the verification mail again; the answer does not tell whether there is an account."""
        addresses.resend_verification(
            email=validated(AccountEmailInput, request)["email"], now=timezone.now()
        )
        return Response({"detail": "If the address awaits verification, a mail is on its way."})
