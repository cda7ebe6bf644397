"""`mentors/{id}/availability/`: when a mentor can be booked, as slots."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.mansa.base import PublicMansaView
from trellis.apis.mansa.clock import Day, WallTime, Zone, clock_time, utc_text
from trellis.apis.mansa.mentors.views import mentor_seen_by
from trellis.apis.mansa.windows import WindowsOutput, windows_json
from trellis.core.http.input import Input
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.slots import slots_shown
from trellis.domain.mentorship.rules.limits import DAYS_OF_WEEK, DAYS_SHOWN, FOLDS, MOST_DAYS_SHOWN
from trellis.domain.mentorship.rules.slots import Slot, day_of_week_of

_DAY = timedelta(days=1)


class SlotOutput(serializers.Serializer[Any]):
    """A session that can be booked: its wall clock, and its two moments. Asking for one takes either.

    `fold` is 1 where the clock goes back and shows `start_time` for the second time.
    """

    date = serializers.DateField()
    day_of_week = serializers.IntegerField(min_value=DAYS_OF_WEEK.least, max_value=DAYS_OF_WEEK.most)
    start_time = WallTime()
    end_time = WallTime()
    fold = serializers.IntegerField(min_value=FOLDS.least, max_value=FOLDS.most)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class MentorAvailabilityOutput(WindowsOutput):
    """When a mentor can be booked. `timezone` is that of the wall clock in `slots`."""

    mentor_id = serializers.UUIDField()
    mentor_timezone = serializers.CharField()
    session_minutes = serializers.IntegerField()
    buffer_minutes = serializers.IntegerField()
    minimum_notice_minutes = serializers.IntegerField()
    slots = SlotOutput(many=True)


class MentorAvailabilityQuery(Input):
    """The days, from today for thirty days if they are not given, and the timezone to show them in."""

    to = Day(required=False)
    timezone = Zone(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Return the fields with `from`, which is no name in Python."""
        return {"from": Day(required=False), **super().get_fields()}


class MentorAvailabilityView(PublicMansaView):
    """`GET mentors/{id}/availability/`."""

    @extend_schema(parameters=[MentorAvailabilityQuery], responses=MentorAvailabilityOutput)
    def get(self, request: Request, mentor_id: UUID) -> Response:
        """Show what a mentor has set and the slots that can be booked, sixty days at most."""
        mentor = mentor_seen_by(request, mentor_id)
        query = MentorAvailabilityQuery(data=request.GET)
        query.is_valid(raise_exception=True)
        now = timezone.now()
        zone = ZoneInfo(query.validated_data.get("timezone", mentor.availability_timezone))
        first, last = _days(query.validated_data, today=now.astimezone(zone).date())
        shown = slots_shown(mentor, first=first, last=last, zone=zone, now=now)
        return Response(_availability_json(mentor, shown, zone, first, last))


def _days(asked: dict[str, Any], *, today: date) -> tuple[date, date]:
    first = asked.get("from", today)
    last = asked.get("to", first + (DAYS_SHOWN - 1) * _DAY)
    if last < first:
        raise exceptions.ValidationError({"to": ["This day must not be before the first one."]})
    if last - first >= MOST_DAYS_SHOWN * _DAY:
        raise exceptions.ValidationError({"to": [f"Ask for {MOST_DAYS_SHOWN} days at most."]})
    return first, last


def _availability_json(
    mentor: Mentor, slots: list[Slot], zone: ZoneInfo, first: date, last: date
) -> dict[str, Any]:
    own = windows_json(mentor)
    days = first.isoformat(), last.isoformat()
    return {
        "mentor_id": str(mentor.public_id),
        "timezone": zone.key,
        "mentor_timezone": own["timezone"],
        "session_minutes": mentor.session_minutes,
        "buffer_minutes": mentor.buffer_minutes,
        "minimum_notice_minutes": mentor.minimum_notice_minutes,
        "recurring": own["recurring"],
        "specific": [row for row in own["specific"] if days[0] <= row["specific_date"] <= days[1]],
        "slots": [_slot_json(slot, zone) for slot in slots],
    }


def _slot_json(slot: Slot, zone: ZoneInfo) -> dict[str, Any]:
    there = slot.starts_at.astimezone(zone)
    return {
        "date": there.date().isoformat(),
        "day_of_week": day_of_week_of(there.date()),
        "start_time": clock_time(slot.starts_at, zone),
        "end_time": clock_time(slot.ends_at, zone),
        "fold": there.fold,
        "starts_at": utc_text(slot.starts_at),
        "ends_at": utc_text(slot.ends_at),
    }
