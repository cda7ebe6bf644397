"""When mentors are free: `mentors/{id}/availability/` as slots, `availability/me/` as what they have set."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.mansa.base import MansaView, PublicMansaView, caller_of
from trellis.apis.mansa.clock import Day, WallTime, Zone, clock_time, utc_text
from trellis.apis.mansa.mentors import mentor_seen_by
from trellis.domain.mentorship.errors import InvalidWindow
from trellis.domain.mentorship.models import Availability, Mentor
from trellis.domain.mentorship.queries import availability_of, mentor_of_user, slots_of
from trellis.domain.mentorship.services import set_availability, update_mentor
from trellis.domain.mentorship.slots import Slot, Window, day_of_week_of

MAX_DAYS = 60
_DAYS = 30
_MAX_STRETCHES = 500
_DAY = timedelta(days=1)


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


class SlotOutput(serializers.Serializer[Any]):
    """A session that can be booked: its wall clock, and its two moments."""

    date = serializers.DateField()
    day_of_week = serializers.IntegerField(min_value=0, max_value=6)
    start_time = WallTime()
    end_time = WallTime()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class MentorAvailabilityOutput(OwnAvailabilityOutput):
    """When a mentor can be booked. `timezone` is that of the wall clock in `slots`."""

    mentor_id = serializers.UUIDField()
    mentor_timezone = serializers.CharField()
    session_minutes = serializers.IntegerField()
    buffer_minutes = serializers.IntegerField()
    minimum_notice_minutes = serializers.IntegerField()
    slots = SlotOutput(many=True)


class StretchInput(serializers.Serializer[Any]):
    """A row of the document's table: weekly with a day of the week, or of one date."""

    day_of_week = serializers.IntegerField(min_value=0, max_value=6, required=False, allow_null=True)
    start_time = WallTime()
    end_time = WallTime(is_end=True)
    is_recurring = serializers.BooleanField(required=False)
    specific_date = Day(required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False, default=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the row with `is_recurring`; raise ValidationError unless it is weekly or of a date."""
        is_recurring = attrs.setdefault("is_recurring", attrs.get("specific_date") is None)
        wanted, other = ("day_of_week", "specific_date") if is_recurring else ("specific_date", None)
        if attrs.get(wanted) is None:
            raise serializers.ValidationError({wanted: ["This field is required."]}, code="required")
        if other is not None and attrs.get(other) is not None:
            raise serializers.ValidationError({other: ["What recurs every week has no date."]})
        return attrs


class RecurringInput(StretchInput):
    """A weekly row."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the row, as one that recurs."""
        return super().validate({**attrs, "is_recurring": True})


class SpecificInput(StretchInput):
    """A row of one date."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the row, as one that does not recur."""
        return super().validate({**attrs, "is_recurring": False})


def _rows(child: StretchInput) -> serializers.ListField:
    return serializers.ListField(child=child, max_length=_MAX_STRETCHES, required=False)


class SlotsInput(serializers.Serializer[Any]):
    """Rows of the document's table. The kinds that are among them are replaced; no rows clear both."""

    slots = _rows(StretchInput())


class OwnAvailabilityInput(SlotsInput):
    """Either rows in `slots`, or what GET shows: `recurring` and `specific`, each replaced if given."""

    timezone = Zone(required=False)
    recurring = _rows(RecurringInput())
    specific = _rows(SpecificInput())

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what was given; raise ValidationError for nothing, and for both forms at once."""
        if not attrs:
            raise serializers.ValidationError({"slots": ["This field is required."]}, code="required")
        if "slots" in attrs and attrs.keys() & {"recurring", "specific"}:
            raise serializers.ValidationError({"slots": ["Give either slots, or recurring and specific."]})
        return attrs


class MentorAvailabilityQuery(serializers.Serializer[Any]):
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
        # A day of the viewer's calendar may lie in two of the mentor's.
        slots = slots_of(mentor, first=first - _DAY, last=last + _DAY, now=now)
        shown = [slot for slot in slots if first <= slot.starts_at.astimezone(zone).date() <= last]
        return Response(_availability_json(mentor, shown, zone, first, last))


class OwnAvailabilityView(MansaView):
    """`GET, POST availability/me/`."""

    @extend_schema(responses=OwnAvailabilityOutput)
    def get(self, request: Request) -> Response:
        """Show what the signed-in mentor has set."""
        return Response(_own_json(_own_mentor(request)))

    @extend_schema(
        request=PolymorphicProxySerializer(
            component_name="AvailabilityInput",
            serializers=[OwnAvailabilityInput, StretchInput(many=True)],
            resource_type_field_name=None,
            many=False,
        ),
        responses=OwnAvailabilityOutput,
    )
    def post(self, request: Request) -> Response:
        """Set it anew; a slot that cannot be is named by its place in the list, and nothing is changed."""
        mentor = _own_mentor(request)
        body = {"slots": request.data} if isinstance(request.data, list) else request.data
        given = OwnAvailabilityInput(data=body)
        given.is_valid(raise_exception=True)
        return Response(_own_json(_set(mentor, given.validated_data, timezone.now())))


def _own_mentor(request: Request) -> Mentor:
    mentor = mentor_of_user(caller_of(request))
    if mentor is None:
        raise exceptions.PermissionDenied("Only mentors have availability.")
    return mentor


def _set(mentor: Mentor, given: dict[str, Any], now: datetime) -> Mentor:
    """Replace the kinds that were given, and the timezone; return the mentor as they are then."""
    rows = [
        (field, place, row)
        for field in ("slots", "recurring", "specific")
        for place, row in enumerate(given.get(field, ()))
    ]
    weekly = [each for each in rows if each[2]["is_recurring"]]
    dated = [each for each in rows if not each[2]["is_recurring"]]
    clears = given.get("slots") == []
    with transaction.atomic():
        try:
            set_availability(
                mentor=mentor,
                weekly=_stretches(weekly) if weekly or clears or "recurring" in given else None,
                dated=_stretches(dated) if dated or clears or "specific" in given else None,
                now=now,
            )
        except InvalidWindow as error:
            field, place, _ = (weekly if error.kind == "weekly" else dated)[error.index]
            raise exceptions.ValidationError(
                {field: {str(place): {"non_field_errors": [error.reason]}}}
            ) from None
        changes = {"availability_timezone": given.get("timezone", mentor.availability_timezone)}
        if changes["availability_timezone"] == mentor.availability_timezone:
            return mentor
        return update_mentor(mentor=mentor, changes=changes, version=None, now=now)


def _stretches(rows: Iterable[tuple[str, int, dict[str, Any]]]) -> list[Window]:
    return [
        Window(
            start_minute=row["start_time"],
            end_minute=row["end_time"],
            day_of_week=row["day_of_week"] if row["is_recurring"] else None,
            date=None if row["is_recurring"] else row["specific_date"],
            is_active=row["is_active"],
        )
        for _, _, row in rows
    ]


def _days(asked: dict[str, Any], *, today: date) -> tuple[date, date]:
    first = asked.get("from", today)
    last = asked.get("to", first + (_DAYS - 1) * _DAY)
    if last < first:
        raise exceptions.ValidationError({"to": ["This day must not be before the first one."]})
    if last - first >= MAX_DAYS * _DAY:
        raise exceptions.ValidationError({"to": [f"Ask for {MAX_DAYS} days at most."]})
    return first, last


def _own_json(mentor: Mentor) -> dict[str, Any]:
    rows = list(availability_of(mentor))
    return {
        "timezone": mentor.availability_timezone,
        "recurring": RecurringOutput([row for row in rows if row.is_recurring], many=True).data,
        "specific": SpecificOutput([row for row in rows if not row.is_recurring], many=True).data,
    }


def _availability_json(
    mentor: Mentor, slots: list[Slot], zone: ZoneInfo, first: date, last: date
) -> dict[str, Any]:
    own = _own_json(mentor)
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
    day = slot.starts_at.astimezone(zone).date()
    return {
        "date": day.isoformat(),
        "day_of_week": day_of_week_of(day),
        "start_time": clock_time(slot.starts_at, zone),
        "end_time": clock_time(slot.ends_at, zone),
        "starts_at": utc_text(slot.starts_at),
        "ends_at": utc_text(slot.ends_at),
    }
