"""An account as this door shows it, and what signing in answers."""

from typing import Any

from rest_framework import serializers

from trellis.core.rendering import Computed, MediaURL, compile_page
from trellis.domain.accounts.models import Feedback, User
from trellis.domain.accounts.queries import IS_VERIFIED_SQL, REFERRALS_SQL
from trellis.domain.candidates.queries.profiles import HAS_PROFILE_SQL, profile_of


class TotalReferrals(Computed):
    """How many accounts have signed up with this one's code."""

    output = serializers.IntegerField()
    sql = REFERRALS_SQL

    def compute(self, row: User) -> int:
        """Count them."""
        return User.objects.filter(referred_by=row).count()


class IsVerified(Computed):
    """Whether the address is known to be its owner's."""

    output = serializers.BooleanField()
    sql = IS_VERIFIED_SQL

    def compute(self, row: User) -> bool:
        """Tell whether it was verified at some time."""
        return row.email_verified_at is not None


class IsCandidate(Computed):
    """Whether the account has a candidate's profile."""

    output = serializers.BooleanField()
    sql = HAS_PROFILE_SQL

    def compute(self, row: User) -> bool:
        """Tell whether there is one."""
        return profile_of(row) is not None


class AccountProfileOutput(serializers.ModelSerializer[User]):
    """What is shown of an account beside its names."""

    id = serializers.IntegerField(source="pk")
    user = serializers.IntegerField(source="pk")
    avatar = MediaURL(absolute=True)
    total_referrals = TotalReferrals()

    class Meta:
        model = User
        fields = ["id", "user", "avatar", "referral_code", "total_referrals"]
        read_only_fields = ["referral_code"]


class AccountOutput(serializers.ModelSerializer[User]):
    """The account: the document's `User`."""

    profile = AccountProfileOutput(source="*", read_only=True)
    is_verified = IsVerified()
    is_candidate = IsCandidate()

    class Meta:
        model = User
        fields = [
            *("id", "first_name", "email", "last_name", "is_active"),
            *("profile", "is_verified", "is_candidate"),
        ]


class SignedInOutput(serializers.Serializer[Any]):
    """A pair of tokens and its account."""

    access = serializers.CharField()
    refresh = serializers.CharField()
    user = AccountOutput()


class AccessOutput(serializers.Serializer[Any]):
    """A new access token."""

    access = serializers.CharField()


class SessionLoginOutput(serializers.Serializer[Any]):
    """Whose session was begun."""

    user = AccountOutput()


class AccountDetailOutput(serializers.Serializer[Any]):
    """A sentence."""

    detail = serializers.CharField()


class ResetOutput(serializers.Serializer[Any]):
    """That it is well."""

    status = serializers.ChoiceField(choices=["OK"])


class PlatformFeedbackOutput(serializers.ModelSerializer[Feedback]):
    """What somebody has said."""

    message = serializers.CharField(source="text")

    class Meta:
        model = Feedback
        fields = ["id", "message", "rating", "created_at"]


USERS = compile_page(AccountOutput)
