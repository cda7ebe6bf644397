"""Who is signed in, and by which tokens."""

from typing import Any

from rest_framework import serializers

from trellis.apis.soosh.users.output import UserOutput
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey


class UserSerializer(serializers.ModelSerializer[User]):
    """What registering prints of the account."""

    id = serializers.UUIDField(source="public_id")
    user_type = serializers.ChoiceField(source="journey", choices=Journey.choices)

    class Meta:
        model = User
        fields = ["id", "email", "username", "user_type", "onboarding_completed"]


class TokensOutput(serializers.Serializer[Any]):
    """A pair of tokens."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    token_type = serializers.CharField()


class LoginOutput(serializers.Serializer[Any]):
    """The account with its tokens."""

    user = UserOutput()
    access_token = serializers.CharField()
    refresh_token = serializers.CharField()


class ProviderLoginOutput(LoginOutput):
    """The same; `other_email` is their address at the provider, where another account holds it here."""

    other_email = serializers.EmailField(allow_null=True)


class RegisterOutput(TokensOutput):
    """What registering gives: the account is signed in at once."""

    user = UserSerializer()


class MessageOutput(serializers.Serializer[Any]):
    """A sentence."""

    message = serializers.CharField()
