"""What mentors say of themselves."""

from typing import Any

from rest_framework import serializers

from trellis.apis.mansa.clock import Zone
from trellis.core.files.uploads import PictureField
from trellis.domain.mentorship.models import END_OF_DAY

_LARGEST_VERSION = 2**31 - 1


class ProfileInput(serializers.Serializer[Any]):
    """What mentors say of themselves. Approval, rating and sessions are not theirs to say."""

    bio = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    expertise = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=30, required=False
    )
    company = serializers.CharField(max_length=150, required=False, allow_blank=True)
    job_title = serializers.CharField(max_length=150, required=False, allow_blank=True)
    years_of_experience = serializers.IntegerField(min_value=0, max_value=80, required=False)
    linkedin_url = serializers.URLField(max_length=300, required=False, allow_blank=True)
    github_url = serializers.URLField(max_length=300, required=False, allow_blank=True)
    twitter_url = serializers.URLField(max_length=300, required=False, allow_blank=True)
    availability_timezone = Zone(required=False)
    session_minutes = serializers.IntegerField(min_value=15, max_value=240, required=False)
    buffer_minutes = serializers.IntegerField(min_value=0, max_value=120, required=False)
    minimum_notice_minutes = serializers.IntegerField(min_value=0, max_value=30 * END_OF_DAY, required=False)

    def validate_expertise(self, value: list[str]) -> list[str]:
        """Return the skills, each once."""
        return list({skill.casefold(): skill for skill in reversed(value)}.values())[::-1]


class ProfileChanges(ProfileInput):
    """Some of them, and the version that the writer has seen."""

    version = serializers.IntegerField(min_value=0, max_value=_LARGEST_VERSION, required=False)


class PhotoInput(serializers.Serializer[Any]):
    """A picture."""

    photo = PictureField()
