"""An account as this door shows it to its owner, and the mentor that it is."""

from typing import Any

from rest_framework import serializers

from trellis.core.rendering import MediaURL
from trellis.core.writing.money import as_number
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey, Mode
from trellis.domain.mentorship.models import Mentor
from trellis.domain.profiles.rules.choices import LearningStyle


class PlaceOutput(serializers.Serializer[User]):
    """Where somebody is, as far as they say."""

    city = serializers.CharField()
    country = serializers.CharField()
    lat = serializers.FloatField(source="latitude", allow_null=True)
    lng = serializers.FloatField(source="longitude", allow_null=True)


class UserOutput(serializers.ModelSerializer[User]):
    """The account: `id` is the public one."""

    id = serializers.UUIDField(source="public_id")
    full_name = serializers.CharField()
    user_type = serializers.ChoiceField(source="journey", choices=Journey.choices)
    mode = serializers.ChoiceField(choices=Mode.choices)
    avatar_url = MediaURL(source="avatar", absolute=True)
    location = PlaceOutput(source="*", read_only=True)
    created_at = serializers.DateTimeField(source="date_joined")

    class Meta:
        model = User
        fields = [
            *("id", "email", "username", "full_name", "user_type", "mode", "onboarding_completed"),
            *("avatar_url", "bio", "location", "timezone", "birth_date", "created_at"),
        ]


class OwnCategoryOutput(serializers.Serializer[Any]):
    """A category, and what of it."""

    category_id = serializers.UUIDField()
    subcategory_ids = serializers.ListField(child=serializers.UUIDField())


class OwnMentorOutput(serializers.ModelSerializer[Mentor]):
    """What a mentor has said of themselves."""

    id = serializers.UUIDField(source="public_id")
    mentor_bio = serializers.CharField(source="bio")
    skills_offered = serializers.ListField(source="expertise", child=serializers.CharField())
    expertise_categories = OwnCategoryOutput(many=True)
    teaching_styles = serializers.ListField(child=serializers.ChoiceField(choices=LearningStyle.choices))
    hourly_rate = serializers.SerializerMethodField()
    is_verified = serializers.BooleanField(source="is_approved")

    class Meta:
        model = Mentor
        fields = [
            *("id", "mentor_bio", "skills_offered", "expertise_categories", "hourly_rate", "currency"),
            *("teaching_styles", "portfolio_url", "linkedin_url", "is_verified"),
        ]

    def get_hourly_rate(self, mentor: Mentor) -> float | None:
        """Return the price of an hour; null while none is said."""
        return None if mentor.rate_minor is None else as_number(mentor.rate_minor, mentor.currency)


class UpgradedOutput(UserOutput):
    """The account, and the mentor that it is now."""

    mentor = OwnMentorOutput()

    class Meta(UserOutput.Meta):
        fields = [*UserOutput.Meta.fields, "mentor"]
