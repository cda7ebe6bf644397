"""Events, and who comes to them, as this door shows them."""

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField
from rest_framework import serializers

from trellis.apis.soosh.messages.people import TalkerSerializer
from trellis.core.db.prepared import Argument
from trellis.core.rendering import Computed, compile_page
from trellis.domain.community.models import Attendance, Gathering
from trellis.domain.community.queries.gatherings import (
    LINK_SQL,
    NEXT_SQL,
    OWN_PLACE_SQL,
    OWN_STATUS_SQL,
    attendance_of_key,
    link_for,
    next_of,
    waiting_place,
)
from trellis.domain.community.queries.groups import VIEWER
from trellis.domain.community.rules.choices import GatheringStatus, Turnout

NOW = Argument("now", DateTimeField())
_REPEATS_SQL = (
    "CASE WHEN {frequency} <> '' THEN jsonb_build_object('frequency', {frequency}, 'interval', {every},"
    " 'count', {times}, 'until', {until}) END"
)


class Recurrence(Computed):
    """How often it happens, null for once."""

    output = serializers.JSONField(allow_null=True)
    sql = _REPEATS_SQL

    def compute(self, row: Gathering) -> dict[str, Any] | None:
        """Return it."""
        if not row.frequency:
            return None
        until = row.until.isoformat() if row.until else None
        return {"count": row.times, "until": until, "interval": row.every, "frequency": row.frequency}


class NextStart(Computed):
    """When it takes place next, or does just now; null once it is over."""

    output = serializers.DateTimeField(allow_null=True)
    sql = f"({NEXT_SQL})"
    arguments = ("now",)

    def compute(self, row: Gathering) -> datetime | None:
        """Return the moment."""
        return next_of(row, now=self.argument("now"))


class MeetingLink(Computed):
    """Where to meet online: for who attends, and who organizes."""

    output = serializers.CharField(allow_null=True)
    sql = LINK_SQL
    arguments = ("viewer_id",)

    def compute(self, row: Gathering) -> str | None:
        """Return the address."""
        return link_for(row, self.argument("viewer_id"))


class OwnTurnout(Computed):
    """Whether who reads comes or waits, null for neither."""

    output = serializers.ChoiceField(choices=Turnout.choices, allow_null=True)
    sql = f"({OWN_STATUS_SQL})"
    arguments = ("viewer_id",)

    def compute(self, row: Gathering) -> str | None:
        """Return it."""
        own = attendance_of_key(row, self.argument("viewer_id"))
        return own.status if own else None


class OwnPlace(Computed):
    """Of who reads and waits: which in the order, 1 is next."""

    output = serializers.IntegerField(allow_null=True)
    sql = f"({OWN_PLACE_SQL})"
    arguments = ("viewer_id",)

    def compute(self, row: Gathering) -> int | None:
        """Return it."""
        return waiting_place(attendance_of_key(row, self.argument("viewer_id")))


class CommunityEventSerializer(serializers.ModelSerializer[Gathering]):
    """An event; without a group it is the house's. `starts_at` and `ends_at` are of its first time."""

    id = serializers.UUIDField(source="public_id")
    group_id = serializers.UUIDField(source="group.public_id", allow_null=True, default=None)
    group_name = serializers.CharField(source="group.name", allow_null=True, default=None)
    online_link = MeetingLink()
    recurrence = Recurrence()
    next_starts_at = NextStart()
    status = serializers.ChoiceField(choices=GatheringStatus.choices)
    my_status = OwnTurnout()
    my_waiting_place = OwnPlace()

    class Meta:
        model = Gathering
        fields = [
            *("id", "group_id", "group_name", "title", "description", "place", "online_link", "starts_at"),
            *("ends_at", "timezone", "is_all_day", "recurrence", "next_starts_at", "status", "capacity"),
            *("attending_count", "waiting_count", "my_status", "my_waiting_place"),
        ]


class CommunityEventsOutput(serializers.Serializer[Any]):
    """A page of events; the headers tell which."""

    events = CommunityEventSerializer(many=True)


class CommunityEventOutput(serializers.Serializer[Any]):
    """An event as it is now."""

    event = CommunityEventSerializer()


class AttendeeSerializer(serializers.ModelSerializer[Attendance]):
    """Somebody who comes, or waits."""

    user = TalkerSerializer(source="person")
    status = serializers.ChoiceField(choices=Turnout.choices)

    class Meta:
        model = Attendance
        fields = ["user", "status", "asked_at"]


class AttendeesOutput(serializers.Serializer[Any]):
    """A page of those who come, then of those who wait; the headers tell which."""

    attendees = AttendeeSerializer(many=True)


EVENTS = compile_page(CommunityEventSerializer, arguments=[VIEWER, NOW])
ATTENDEES = compile_page(AttendeeSerializer)
