"""Mentors as this door prints them, and what mentees say of them."""

from rest_framework import serializers

from trellis.core.rendering import Computed, MediaURL, compile_page
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.queries.bookings import SHORT_NAME_OF_MENTEE
from trellis.domain.mentorship.queries.mentors import NAME_OF_MENTOR, RATING_OF_MENTOR, average_rating


class MentorName(Computed):
    """First and last name, whichever of them there is."""

    output = serializers.CharField()
    sql = NAME_OF_MENTOR

    def compute(self, row: Mentor) -> str:
        """Return both names with a space between them."""
        return f"{row.user.first_name} {row.user.last_name}".strip(" ")


class Rating(Computed):
    """The average of the ratings to two places, null while there is none."""

    output = serializers.FloatField(allow_null=True)
    sql = RATING_OF_MENTOR

    def compute(self, row: Mentor) -> float | None:
        """Return the average, halves rounded up as PostgreSQL does."""
        average = average_rating(row)
        return None if average is None else float(average)


class MenteeShortName(Computed):
    """First name and the initial of the last one: reviews are for everybody to read."""

    output = serializers.CharField()
    sql = SHORT_NAME_OF_MENTEE

    def compute(self, row: Booking) -> str:
        """Return the short name."""
        last = row.mentee.last_name
        return f"{row.mentee.first_name}{f' {last[0]}.' if last else ''}".strip(" ")


class MentorSerializer(serializers.ModelSerializer[Mentor]):
    """A mentor as everybody sees them: without an e-mail address."""

    id = serializers.UUIDField(source="public_id")
    user_id = serializers.IntegerField()
    name = MentorName()
    first_name = serializers.CharField(source="user.first_name")
    last_name = serializers.CharField(source="user.last_name")
    photo_url = MediaURL(source="photo", absolute=True)
    rating = Rating()

    class Meta:
        model = Mentor
        fields = [
            "id",
            "user_id",
            "name",
            "first_name",
            "last_name",
            "bio",
            "photo_url",
            "expertise",
            "company",
            "job_title",
            "years_of_experience",
            "linkedin_url",
            "github_url",
            "twitter_url",
            "rating",
            "rating_count",
            "total_sessions",
            "is_approved",
            "availability_timezone",
            "session_minutes",
            "version",
        ]


class OwnMentorSerializer(MentorSerializer):
    """A mentor as they see themselves: with their address and the settings of their calendar."""

    email = serializers.EmailField(source="user.email")

    class Meta(MentorSerializer.Meta):
        fields = [
            *MentorSerializer.Meta.fields,
            "email",
            "buffer_minutes",
            "minimum_notice_minutes",
            "created_at",
            "updated_at",
        ]


class ReviewSerializer(serializers.ModelSerializer[Booking]):
    """What a mentee says of a session that was held."""

    mentee_name = MenteeShortName()
    session_date = serializers.DateTimeField(source="starts_at")
    feedback = serializers.CharField(source="mentee_feedback")

    class Meta:
        model = Booking
        fields = ["mentee_name", "session_date", "rating", "feedback"]


MENTORS = compile_page(MentorSerializer)
REVIEWS = compile_page(ReviewSerializer)
