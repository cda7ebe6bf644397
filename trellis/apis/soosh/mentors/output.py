"""Mentors as this door prints them (soosh-api.md, section 5), and what mentees say of them."""

from datetime import datetime
from hashlib import md5
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField
from rest_framework import serializers

from trellis.core.db.prepared import Argument
from trellis.core.rendering import Computed, MediaURL, compile_page
from trellis.core.writing.money import as_number
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Mentor, Terms
from trellis.domain.mentorship.queries.bookings import REVIEW_ID
from trellis.domain.mentorship.queries.browsing import NEXT_SLOT, RATE
from trellis.domain.mentorship.queries.mentors import NAME_OF_MENTOR
from trellis.domain.mentorship.rules.tiers import TIER, Tier, tier_of


class PersonName(Computed):
    """First and last name, whichever of them there is."""

    output = serializers.CharField()
    sql = NAME_OF_MENTOR

    def compute(self, row: Mentor) -> str:
        """Return both names with a space between them."""
        return f"{row.user.first_name} {row.user.last_name}".strip(" ")


class MentorTier(Computed):
    """How far the mentor has come."""

    output = serializers.ChoiceField(choices=[(each.value, each.value) for each in Tier])
    sql = TIER

    def compute(self, row: Mentor) -> str:
        """Return the tier."""
        return tier_of(
            is_approved=row.is_approved,
            sessions=row.total_sessions,
            ratings=row.rating_count,
            average=row.rating_average,
        )


class Average(Computed):
    """The average of the ratings to two places, null while there is none."""

    output = serializers.FloatField(allow_null=True)
    sql = "{rating_average}"

    def compute(self, row: Mentor) -> float | None:
        """Return the average."""
        return None if row.rating_average is None else float(row.rating_average)


class HourlyRate(Computed):
    """What an hour costs, in `currency`; null for who takes nothing."""

    output = serializers.FloatField(allow_null=True)
    sql = RATE

    def compute(self, row: Mentor) -> float | None:
        """Return the amount as people write it."""
        if row.rate_minor is None or row.terms == Terms.FREE:
            return None
        return as_number(row.rate_minor, row.currency)


class NextAvailableSlot(Computed):
    """The next time that can be booked, null for none."""

    output = serializers.DateTimeField(allow_null=True)
    sql = NEXT_SLOT
    arguments = ("now",)

    def compute(self, row: Mentor) -> datetime | None:
        """Return the stored time while it is known to be true."""
        until = row.next_slot_until
        return row.next_slot_at if until is not None and until >= self.argument("now") else None


class ReviewId(Computed):
    """A name of the review: the session's own is its people's."""

    output = serializers.UUIDField()
    sql = REVIEW_ID

    def compute(self, row: Booking) -> UUID:
        """Return the id."""
        return UUID(md5(f"review {row.public_id}".encode(), usedforsecurity=False).hexdigest())


class MentorUserSerializer(serializers.ModelSerializer[Mentor]):
    """The account of a mentor: `id` may be given wherever a mentor's is asked for."""

    id = serializers.UUIDField(source="user.public_id")
    full_name = PersonName()
    avatar_url = MediaURL(source="user.avatar", absolute=True)
    username = serializers.CharField(source="user.username")

    class Meta:
        model = Mentor
        fields = ["id", "full_name", "avatar_url", "username"]


class MentorCardSerializer(serializers.ModelSerializer[Mentor]):
    """A mentor as lists have them."""

    id = serializers.UUIDField(source="public_id")
    user = MentorUserSerializer(source="*")
    mentor_tier = MentorTier()
    average_rating = Average()
    total_reviews = serializers.IntegerField(source="rating_count")
    total_sessions_completed = serializers.IntegerField(source="total_sessions")
    hourly_rate = HourlyRate()
    skills_offered = serializers.ListField(source="expertise", child=serializers.CharField())
    is_verified = serializers.BooleanField(source="is_approved")
    next_available_slot = NextAvailableSlot()

    class Meta:
        model = Mentor
        fields = [
            *("id", "user", "mentor_tier", "average_rating", "total_reviews", "total_sessions_completed"),
            *("hourly_rate", "currency", "skills_offered", "bio", "years_of_experience", "is_verified"),
            "next_available_slot",
        ]


class ReviewerSerializer(serializers.ModelSerializer[User]):
    """Who wrote a review."""

    avatar_url = MediaURL(source="avatar", absolute=True)

    class Meta:
        model = User
        fields = ["username", "avatar_url"]


class MentorReviewSerializer(serializers.ModelSerializer[Booking]):
    """What a mentee says of a session that was held."""

    id = ReviewId()
    reviewer = ReviewerSerializer(source="mentee")
    review_text = serializers.CharField(source="mentee_feedback")
    skills_learned = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField(source="rated_at")

    class Meta:
        model = Booking
        fields = ["id", "reviewer", "rating", "review_text", "skills_learned", "created_at"]


NOW = Argument("now", DateTimeField())
MENTORS = compile_page(MentorCardSerializer, arguments=[NOW])
REVIEWS = compile_page(MentorReviewSerializer)


class MentorsOutput(serializers.Serializer[Any]):
    """A page of mentors; the headers tell which."""

    mentors = MentorCardSerializer(many=True)
