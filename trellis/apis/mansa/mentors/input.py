"""What mentors say of themselves."""

from rest_framework import serializers

from trellis.apis.mansa.clock import Zone
from trellis.core.files.uploads import PictureField
from trellis.core.http.input import Input
from trellis.core.writing.fields import LineField, LinkField, TextField
from trellis.domain.mentorship.rules import limits


class ProfileInput(Input):
    """What mentors say of themselves. Approval, rating and sessions are not theirs to say."""

    bio = TextField(max_length=limits.LONGEST_BIO, required=False, allow_blank=True)
    expertise = serializers.ListField(
        child=LineField(max_length=limits.LONGEST_AREA),
        max_length=limits.MOST_AREAS,
        required=False,
    )
    company = LineField(max_length=limits.LONGEST_COMPANY, required=False, allow_blank=True)
    job_title = LineField(max_length=limits.LONGEST_JOB_TITLE, required=False, allow_blank=True)
    years_of_experience = serializers.IntegerField(
        min_value=limits.YEARS_OF_EXPERIENCE.least, max_value=limits.YEARS_OF_EXPERIENCE.most, required=False
    )
    linkedin_url = LinkField(max_length=limits.LONGEST_PROFILE_URL, required=False, allow_blank=True)
    github_url = LinkField(max_length=limits.LONGEST_PROFILE_URL, required=False, allow_blank=True)
    twitter_url = LinkField(max_length=limits.LONGEST_PROFILE_URL, required=False, allow_blank=True)
    availability_timezone = Zone(required=False)
    session_minutes = serializers.IntegerField(
        min_value=limits.SESSION_MINUTES.least, max_value=limits.SESSION_MINUTES.most, required=False
    )
    buffer_minutes = serializers.IntegerField(
        min_value=limits.BUFFER_MINUTES.least, max_value=limits.BUFFER_MINUTES.most, required=False
    )
    minimum_notice_minutes = serializers.IntegerField(
        min_value=limits.MINIMUM_NOTICE_MINUTES.least,
        max_value=limits.MINIMUM_NOTICE_MINUTES.most,
        required=False,
    )

    def validate_expertise(self, value: list[str]) -> list[str]:
        """Return the skills, each once."""
        return limits.each_once(value)


class ProfileChanges(ProfileInput):
    """Some of them, and the version that the writer has seen."""

    version = serializers.IntegerField(
        min_value=limits.VERSIONS.least, max_value=limits.VERSIONS.most, required=False
    )


class PhotoInput(Input):
    """A picture."""

    photo = PictureField()
