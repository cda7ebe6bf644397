"""One mentor in full."""

from typing import Any

from rest_framework import serializers

from trellis.apis.soosh.mentors.output import MentorCardSerializer, MentorReviewSerializer
from trellis.apis.soosh.mentors.terms import TermsOutput
from trellis.apis.soosh.users.output import OwnCategoryOutput
from trellis.domain.profiles.rules.choices import LearningStyle


class MentorProfileSerializer(MentorCardSerializer):
    """A mentor with all that they say of themselves."""

    expertise_categories = OwnCategoryOutput(many=True)
    teaching_styles = serializers.ListField(child=serializers.ChoiceField(choices=LearningStyle.choices))
    timezone = serializers.CharField(source="availability_timezone")
    terms = TermsOutput(source="*")

    class Meta(MentorCardSerializer.Meta):
        fields = [
            *MentorCardSerializer.Meta.fields,
            *("company", "job_title", "linkedin_url", "github_url", "twitter_url", "portfolio_url"),
            *(
                "expertise_categories",
                "teaching_styles",
                "timezone",
                "session_minutes",
                "minimum_notice_minutes",
                "terms",
            ),
        ]


class DayOutput(serializers.Serializer[Any]):
    """A day of the mentor's calendar, and when a session can begin on it by the mentor's clock."""

    date = serializers.DateField()
    times = serializers.ListField(child=serializers.CharField())


class SevenDaysOutput(serializers.Serializer[Any]):
    """The days of the next seven on which a session can begin."""

    timezone = serializers.CharField()
    slots = DayOutput(many=True)


class MentorDetailOutput(serializers.Serializer[Any]):
    """A mentor, when they can be booked, and the latest that mentees say."""

    mentor = MentorProfileSerializer()
    availability = SevenDaysOutput()
    reviews = MentorReviewSerializer(many=True)
