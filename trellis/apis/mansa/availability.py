"""`/api/v1/mentorship/availability/me/`: when mentors are there, as they set it themselves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, extend_schema_serializer
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.mansa.base import MansaView, caller_of
from trellis.apis.mansa.clock import Day, WallTime, Zone
from trellis.apis.mansa.windows import OwnAvailabilityOutput, windows_json
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries import mentor_of_user
from trellis.domain.mentorship.refusals import InvalidWindow
from trellis.domain.mentorship.rules.limits import DAYS_OF_WEEK, MOST_WINDOWS
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services.availability import set_availability


class _WindowFields(Input):
    day_of_week = serializers.IntegerField(
        min_value=DAYS_OF_WEEK.least, max_value=DAYS_OF_WEEK.most, required=False, allow_null=True
    )
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


# Clients have made classes of theirs by this name.
@extend_schema_serializer(component_name="StretchInput")
class WindowInput(_WindowFields):
    """A row of the document's table: weekly with a day of the week, or of one date."""


class RecurringInput(_WindowFields):
    """A weekly row."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the row, as one that recurs."""
        return super().validate({**attrs, "is_recurring": True})


class SpecificInput(_WindowFields):
    """A row of one date."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the row, as one that does not recur."""
        return super().validate({**attrs, "is_recurring": False})


class _Rows(serializers.ListField):
    """Rows of one kind. None at all, said with [], clears them; null says nothing of them."""

    is_left_out_when_empty = True

    def __init__(self, child: _WindowFields, **options: Any) -> None:
        super().__init__(child=child, max_length=MOST_WINDOWS, required=False, **options)


class SlotsInput(Input):
    """Rows of the document's table. The kinds that are among them are replaced; no rows clear both."""

    slots = _Rows(WindowInput())


class OwnAvailabilityInput(SlotsInput):
    """Either rows in `slots`, or what GET shows: `recurring` and `specific`, each replaced if given."""

    timezone = Zone(required=False)
    recurring = _Rows(RecurringInput())
    specific = _Rows(SpecificInput())

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what was given; raise ValidationError for nothing, and for both forms at once."""
        if not attrs:
            raise serializers.ValidationError({"slots": ["This field is required."]}, code="required")
        if "slots" in attrs and attrs.keys() & {"recurring", "specific"}:
            raise serializers.ValidationError({"slots": ["Give either slots, or recurring and specific."]})
        return attrs


class OwnAvailabilityView(MansaView):
    """`GET, POST availability/me/`."""

    @extend_schema(responses=OwnAvailabilityOutput)
    def get(self, request: Request) -> Response:
        """Show what the signed-in mentor has set."""
        return Response(windows_json(_own_mentor(request)))

    @extend_schema(
        request=PolymorphicProxySerializer(
            component_name="AvailabilityInput",
            serializers=[OwnAvailabilityInput, WindowInput(many=True)],
            resource_type_field_name=None,
            many=False,
        ),
        responses=OwnAvailabilityOutput,
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Set it anew; a slot that cannot be is named by its place in the list, and nothing is changed."""
        mentor = _own_mentor(request)
        body = {"slots": request.data} if isinstance(request.data, list) else request.data
        given = OwnAvailabilityInput(data=body)
        given.is_valid(raise_exception=True)
        return Response(windows_json(_set(mentor, given.validated_data, timezone.now())))


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
    try:
        return set_availability(
            mentor=mentor,
            weekly=_windows(weekly) if weekly or clears or "recurring" in given else None,
            dated=_windows(dated) if dated or clears or "specific" in given else None,
            timezone=given.get("timezone"),
            now=now,
        )
    except InvalidWindow as error:
        field, place, _ = (weekly if error.kind == "weekly" else dated)[error.index]
        wrong = {str(place): {"non_field_errors": [error.reason]}}
        raise exceptions.ValidationError({field: wrong}) from None


def _windows(rows: Iterable[tuple[str, int, dict[str, Any]]]) -> list[Window]:
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
