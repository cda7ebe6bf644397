"""What signing up, in and on takes."""

from typing import Any

from rest_framework import serializers

from trellis.apis.soosh.users.input import fits_an_account
from trellis.core.http.input import Input
from trellis.core.writing.fields import AddressField, LineField
from trellis.domain.accounts import rules
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey
from trellis.domain.identities.rules import claims

_USERNAME = r"^[\w.@+-]+$"


class UsernameField(serializers.RegexField):
    """A username, its letters in the one form in which Django keeps them."""

    def to_internal_value(self, data: Any) -> str:
        """Return the username in its form."""
        return User.normalize_username(super().to_internal_value(data))


class RegisterInput(Input):
    """What registering takes."""

    email = AddressField(max_length=rules.LONGEST_EMAIL)
    password = serializers.CharField(
        max_length=rules.LONGEST_PASSWORD, trim_whitespace=False, write_only=True
    )
    full_name = LineField(max_length=rules.LONGEST_FULL_NAME, validators=[fits_an_account])
    username = UsernameField(
        _USERNAME, min_length=rules.USERNAME_LENGTH.least, max_length=rules.USERNAME_LENGTH.most
    )
    user_type = serializers.ChoiceField(choices=Journey.choices, default=Journey.BEGINNER)


class LoginInput(Input):
    """What signing in takes."""

    email = serializers.CharField(max_length=rules.LONGEST_EMAIL)
    password = serializers.CharField(
        max_length=rules.LONGEST_PASSWORD, trim_whitespace=False, write_only=True
    )


class RefreshInput(Input):
    """What refreshing takes."""

    refresh_token = serializers.CharField(max_length=rules.LONGEST_REFRESH_TOKEN)


class TokenInput(Input):
    """The token of a verification mail."""

    token = serializers.CharField(max_length=rules.LONGEST_MAILED_TOKEN)


class EmailInput(Input):
    """An e-mail address; without one it is that of the account whose access token is sent along."""

    email = AddressField(max_length=rules.LONGEST_EMAIL, required=False)


class AppleNameInput(Input):
    """A name as Apple tells it, the first time alone."""

    firstName = LineField(  # noqa: N815  (as Apple writes it)
        max_length=rules.LONGEST_NAME_PART, required=False, allow_blank=True, default=""
    )
    lastName = LineField(  # noqa: N815
        max_length=rules.LONGEST_NAME_PART, required=False, allow_blank=True, default=""
    )


class AppleUserInput(Input):
    """Somebody as Apple tells of them, the first time alone."""

    name = AppleNameInput(required=False)


class ProviderInput(Input):
    """An id token, and if the address has an account that was proven, its password or the mailed code."""

    token = serializers.CharField(max_length=claims.LONGEST_ID_TOKEN, required=False, allow_blank=True)
    id_token = serializers.CharField(max_length=claims.LONGEST_ID_TOKEN, required=False, allow_blank=True)
    nonce = serializers.CharField(
        max_length=claims.LONGEST_NONCE, required=False, allow_blank=True, default="", trim_whitespace=False
    )
    password = serializers.CharField(
        max_length=rules.LONGEST_PASSWORD,
        required=False,
        allow_blank=True,
        default="",
        trim_whitespace=False,
        write_only=True,
    )
    code = serializers.CharField(max_length=claims.LONGEST_CODE, required=False, allow_blank=True, default="")
    user = AppleUserInput(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take `id_token` for `token`; refuse none."""
        token = attrs.get("token") or attrs.get("id_token")
        if not token:
            raise serializers.ValidationError(
                {"token": [serializers.Field.default_error_messages["required"]]}
            )
        return {**attrs, "token": token}
