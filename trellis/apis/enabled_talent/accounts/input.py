"""What accounts are told in bodies."""

from typing import Any

from rest_framework import serializers

from trellis.apis.enabled_talent.synonyms import WithSynonyms
from trellis.core.files.uploads import PictureField
from trellis.core.http.input import Input
from trellis.core.writing.fields import AddressField, LineField, TextField
from trellis.domain.accounts import rules


def _password(**options: Any) -> serializers.CharField:
    return serializers.CharField(
        max_length=rules.LONGEST_PASSWORD, trim_whitespace=False, write_only=True, **options
    )


class SignUpInput(Input):
    """What signing up takes."""

    email = AddressField(max_length=rules.LONGEST_EMAIL)
    password = _password()
    first_name = LineField(max_length=rules.LONGEST_NAME_PART)
    last_name = LineField(max_length=rules.LONGEST_NAME_PART, required=False, allow_blank=True, default="")
    referral_code = LineField(
        max_length=rules.REFERRAL_CODE_LENGTH, required=False, allow_blank=True, default=""
    )


class CredentialsInput(Input):
    """Who wants in."""

    email = serializers.CharField(max_length=rules.LONGEST_EMAIL)
    password = _password()


class TokenRefreshInput(Input):
    """A refresh token; without one that of the cookie is meant."""

    refresh = serializers.CharField(
        max_length=rules.LONGEST_REFRESH_TOKEN, required=False, allow_blank=True, default=""
    )


class VerifyInput(WithSynonyms):
    """The token of a verification mail."""

    synonyms = {"token": ("key", "code")}
    token = serializers.CharField(max_length=rules.LONGEST_MAILED_TOKEN)


class AccountEmailInput(Input):
    """An e-mail address."""

    email = AddressField(max_length=rules.LONGEST_EMAIL)


class ChangePasswordInput(WithSynonyms):
    """The password, and the one that is to be it; whoever types that twice may say so."""

    synonyms = {
        "old_password": ("current_password",),
        "new_password": ("password", "new_password1"),
        "confirm_password": ("new_password2", "confirm_new_password", "new_password_confirm"),
    }
    old_password = _password()
    new_password = _password()
    confirm_password = _password(required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse two that differ."""
        if attrs.get("confirm_password") and attrs["confirm_password"] != attrs["new_password"]:
            raise serializers.ValidationError({"confirm_password": ["The two passwords differ."]})
        return attrs


class ResetTokenInput(Input):
    """The token of a mail that opens a new password."""

    token = serializers.CharField(max_length=rules.LONGEST_MAILED_TOKEN)


class ResetInput(ResetTokenInput):
    """Such a token, and the new password."""

    password = _password()


class NamesInput(Input):
    """Somebody's names."""

    first_name = LineField(max_length=rules.LONGEST_NAME_PART)
    last_name = LineField(max_length=rules.LONGEST_NAME_PART, required=False, allow_blank=True)


class OwnProfileInput(NamesInput):
    """What somebody changes of their own; null takes the picture away."""

    avatar = PictureField(required=False, allow_null=True)


class AccountInput(NamesInput):
    """An account as it is to be: names and address, and what staff decide."""

    email = AddressField(max_length=rules.LONGEST_EMAIL, required=False)
    is_active = serializers.BooleanField(required=False)
    is_verified = serializers.BooleanField(required=False)


class PlatformFeedbackInput(WithSynonyms):
    """What somebody says of the platform."""

    synonyms = {"message": ("feedback", "text", "comment", "content")}
    message = TextField(max_length=rules.LONGEST_FEEDBACK)
    rating = serializers.IntegerField(
        min_value=rules.RATING.least, max_value=rules.RATING.most, required=False, allow_null=True
    )
