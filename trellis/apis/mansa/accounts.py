"""Signing in by e-mail address, and the account as this door shows it."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.mansa.answers import OF_ADDRESSES
from trellis.apis.mansa.base import MansaView
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.throttling import client_address
from trellis.core.writing.fields import AddressField
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import LONGEST_EMAIL
from trellis.domain.accounts.services.tokens import TokenPair
from trellis.domain.directory.queries import roles_for
from trellis.domain.directory.rules.codes import CODE_PATTERN, CODE_SHAPE, LONGEST_TYPED
from trellis.domain.directory.rules.roles import Roles
from trellis.domain.directory.services import login
from trellis.domain.mentorship.models import Mentor

_CODE_SENT = "If this address belongs to a member, a code is on its way to it. It works for 10 minutes."


class EmailLoginInput(Input):
    """An e-mail address."""

    email = AddressField(max_length=LONGEST_EMAIL)


class EmailLoginVerifyInput(EmailLoginInput):
    """The code that was mailed to it."""

    code = serializers.RegexField(
        CODE_PATTERN, max_length=LONGEST_TYPED, error_messages={"invalid": CODE_SHAPE}
    )


class MansaUserOutput(serializers.Serializer[Any]):
    """An account as the document prints it, with its roles as the members directory has them now."""

    id = serializers.IntegerField()
    email = serializers.EmailField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=["user", "admin", "mentee", "mentor", "mentor_mentee"])
    is_mentor = serializers.BooleanField()
    is_mentee = serializers.BooleanField()
    approval_status = serializers.ChoiceField(choices=["approved", "pending"])


class EmailLoginOutput(serializers.Serializer[Any]):
    """Tokens and their account."""

    access = serializers.CharField()
    refresh = serializers.CharField()
    user = MansaUserOutput()


class CodeSentOutput(serializers.Serializer[Any]):
    """A sentence."""

    detail = serializers.CharField()


class _OpenView(MansaView):
    """Tokens come from here, so none is asked for; one that has expired does not matter."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class EmailLoginView(_OpenView):
    """`POST /api/users/email-login/`."""

    answers = OF_ADDRESSES

    @extend_schema(
        request=EmailLoginInput,
        responses={
            200: PolymorphicProxySerializer(
                component_name="EmailLoginAnswer",
                serializers=[EmailLoginOutput, CodeSentOutput],
                resource_type_field_name=None,
            ),
        },
    )
    def post(self, request: Request) -> Response:
        """Sign in with an e-mail address; in production this sends a code to it instead."""
        pair = login.log_in_or_mail_code(
            email=validated(EmailLoginInput, request)["email"],
            address=client_address(request),
            now=timezone.now(),
        )
        return Response({"detail": _CODE_SENT} if pair is None else signed_in(pair))


class EmailLoginVerifyView(_OpenView):
    """`POST /api/users/email-login/verify/`, an addition: the second step in production."""

    @extend_schema(request=EmailLoginVerifyInput, responses=EmailLoginOutput)
    def post(self, request: Request) -> Response:
        """Sign in with the code that was mailed; it works once."""
        given = validated(EmailLoginVerifyInput, request)
        pair = login.verify_code(
            email=given["email"], code=given["code"], address=client_address(request), now=timezone.now()
        )
        return Response(signed_in(pair))


def signed_in(pair: TokenPair) -> dict[str, Any]:
    """Return what signing in answers."""
    return {"access": pair.access, "refresh": pair.refresh, "user": account_json(pair.user)}


def account_json(user: User) -> dict[str, Any]:
    """Return the account in this door's words."""
    roles = roles_for(user)
    is_admin = user.is_staff and not (roles.is_mentor or roles.is_mentee)
    return {
        "id": user.pk,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "name": user.full_name,
        "role": "admin" if is_admin else roles.role_name,
        "is_mentor": roles.is_mentor,
        "is_mentee": roles.is_mentee,
        "approval_status": _approval_status(user, roles),
    }


def _approval_status(user: User, roles: Roles) -> str:
    """Return `pending` for a mentor whose profile is not there or not approved yet."""
    if roles.is_mentor and not Mentor.objects.filter(user=user, is_approved=True).exists():
        return "pending"
    return "approved"
