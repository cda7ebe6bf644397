"""When mentors are there, as they have set it: weekly windows, and those of single dates."""

from typing import Any

from rest_framework import serializers

from trellis.apis.mansa.clock import WallTime
from trellis.domain.mentorship.models import Availability, Mentor
from trellis.domain.mentorship.queries.slots import availability_of

_UNSEEN = "Your hours are kept. Mentees see them, and can book, once your profile is approved."


class WindowOutput(serializers.ModelSerializer[Availability]):
    """A row of the document's table: a stretch of every such weekday, or of one date."""

    id = serializers.UUIDField(source="public_id")
    start_time = WallTime(source="start_minute")
    end_time = WallTime(source="end_minute")

    class Meta:
        model = Availability
        fields = [
            *("id", "day_of_week", "start_time", "end_time"),
            *("is_recurring", "specific_date", "is_active"),
        ]


class WindowsOutput(serializers.Serializer[Any]):
    """When a mentor is there."""

    timezone = serializers.CharField()
    recurring = WindowOutput(many=True)
    specific = WindowOutput(many=True)


class OwnAvailabilityOutput(WindowsOutput):
    """What a mentor has set. `detail` says that nobody sees it yet, null once the profile is approved."""

    is_approved = serializers.BooleanField()
    detail = serializers.CharField(allow_null=True)


def own_json(mentor: Mentor) -> dict[str, Any]:
    """Return what a mentor has set, as OwnAvailabilityOutput."""
    return {
        **windows_json(mentor),
        "is_approved": mentor.is_approved,
        "detail": None if mentor.is_approved else _UNSEEN,
    }


def windows_json(mentor: Mentor) -> dict[str, Any]:
    """Return what a mentor has set, as WindowsOutput."""
    rows = list(availability_of(mentor))
    return {
        "timezone": mentor.availability_timezone,
        "recurring": WindowOutput([row for row in rows if row.is_recurring], many=True).data,
        "specific": WindowOutput([row for row in rows if not row.is_recurring], many=True).data,
    }
