"""When mentors are there, as they have set it: weekly windows, and those of single dates."""

from typing import Any

from rest_framework import serializers

from trellis.apis.mansa.clock import WallTime
from trellis.domain.mentorship.models import Availability, Mentor
from trellis.domain.mentorship.queries import availability_of


class RecurringOutput(serializers.ModelSerializer[Availability]):
    """A stretch of every such weekday."""

    id = serializers.UUIDField(source="public_id")
    start_time = WallTime(source="start_minute")
    end_time = WallTime(source="end_minute")

    class Meta:
        model = Availability
        fields = ["id", "day_of_week", "start_time", "end_time", "is_active"]


class SpecificOutput(RecurringOutput):
    """A stretch of one date."""

    class Meta(RecurringOutput.Meta):
        fields = ["id", "specific_date", "start_time", "end_time", "is_active"]


class OwnAvailabilityOutput(serializers.Serializer[Any]):
    """What a mentor has set."""

    timezone = serializers.CharField()
    recurring = RecurringOutput(many=True)
    specific = SpecificOutput(many=True)


def windows_json(mentor: Mentor) -> dict[str, Any]:
    """Return what a mentor has set, as OwnAvailabilityOutput."""
    rows = list(availability_of(mentor))
    return {
        "timezone": mentor.availability_timezone,
        "recurring": RecurringOutput([row for row in rows if row.is_recurring], many=True).data,
        "specific": SpecificOutput([row for row in rows if not row.is_recurring], many=True).data,
    }
