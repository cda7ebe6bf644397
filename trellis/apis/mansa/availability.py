"""`/api/v1/mentorship/availability/me/`: when mentors are there, as they set it themselves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, extend_schema_serializer
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.mansa.base import MansaView, caller_of
from trellis.apis.mansa.clock import Day, WallTime, Zone
from trellis.apis.mansa.windows import OwnAvailabilityOutput, own_json
from trellis.core.http.idempotency import idempotent
from trellis.core.http.input import Input
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.mentors import mentor_or_blank
from trellis.domain.mentorship.refusals import InvalidWindow
from trellis.domain.mentorship.rules.limits import DAYS_OF_WEEK, MOST_WINDOWS
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services.availability import add_availability, set_availability
from trellis.domain.mentorship.services.mentors import begin_profile

_LISTS = ("slots", "recurring", "specific")


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


@extend_schema_serializer(component_name="SlotInput")
class SlotInput(WindowInput):
    """One row by itself."""

    timezone = Zone(required=False)
    replace = serializers.BooleanField(required=False, default=False)


class SlotsInput(Input):
    """Rows of the document's table."""

    slots = _Rows(WindowInput())


class OwnAvailabilityInput(SlotsInput):
    """Either rows in `slots`, or what GET shows: `recurring` and `specific`.

    They are added, or with `replace` they take the place of what is there of their kind; no rows clear both.
    """

    timezone = Zone(required=False)
    recurring = _Rows(RecurringInput())
    specific = _Rows(SpecificInput())
    replace = serializers.BooleanField(required=False, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what was given; raise ValidationError for nothing, and for both forms at once."""
        if attrs.keys() <= {"replace"}:
            raise serializers.ValidationError({"slots": ["This field is required."]}, code="required")
        if "slots" in attrs and attrs.keys() & {"recurring", "specific"}:
            raise serializers.ValidationError({"slots": ["Give either slots, or recurring and specific."]})
        return attrs


_BODY = PolymorphicProxySerializer(
    component_name="AvailabilityInput",
    serializers=[OwnAvailabilityInput, SlotInput, WindowInput(many=True)],
    resource_type_field_name=None,
    many=False,
)


class OwnAvailabilityView(MansaView):
    """`GET, POST availability/me/`, and `PUT`, an addition."""

    @extend_schema(responses=OwnAvailabilityOutput)
    def get(self, request: Request) -> Response:
        """Show what the signed-in mentor has set."""
        return Response(own_json(mentor_or_blank(caller_of(request))))

    @extend_schema(request=_BODY, responses=OwnAvailabilityOutput)
    @idempotent
    def post(self, request: Request) -> Response:
        """Add slots; one that cannot be is named by its place in the list, and nothing is changed."""
        return _changed(request)

    @extend_schema(request=_BODY, responses=OwnAvailabilityOutput)
    def put(self, request: Request) -> Response:
        """Set them anew: what is sent takes the place of what is there of its kind."""
        return _changed(request, replace=True)


def _changed(request: Request, *, replace: bool = False) -> Response:
    now = timezone.now()
    mentor = begin_profile(user=caller_of(request), now=now)
    given = _given(request.data)
    given["replace"] = given["replace"] or replace
    return Response(own_json(_set(mentor, given, now)))


def _given(data: Any) -> dict[str, Any]:
    """Return what OwnAvailabilityInput makes of a body in any of its forms; raise ValidationError."""
    if (
        isinstance(data, Mapping)
        and data.keys() & WindowInput().fields.keys()
        and not data.keys() & set(_LISTS)
    ):
        one = SlotInput(data=data)
        one.is_valid(raise_exception=True)
        row = dict(one.validated_data)
        more = {name: row.pop(name) for name in ("timezone", "replace") if name in row}
        return {"slots": [row], "is_one": True, **more}
    given = OwnAvailabilityInput(data={"slots": data} if isinstance(data, list) else data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _set(mentor: Mentor, given: dict[str, Any], now: datetime) -> Mentor:
    """Add or replace what was given, and the timezone; return the mentor as they are then."""
    rows = [(field, place, row) for field in _LISTS for place, row in enumerate(given.get(field, ()))]
    weekly = [each for each in rows if each[2]["is_recurring"]]
    dated = [each for each in rows if not each[2]["is_recurring"]]
    same: dict[str, Any] = {"mentor": mentor, "timezone": given.get("timezone"), "now": now}
    try:
        if not given["replace"]:
            return add_availability(weekly=_windows(weekly), dated=_windows(dated), **same)
        clears = given.get("slots") == []
        return set_availability(
            weekly=_windows(weekly) if weekly or clears or "recurring" in given else None,
            dated=_windows(dated) if dated or clears or "specific" in given else None,
            **same,
        )
    except InvalidWindow as error:
        field, place, _ = (weekly if error.kind == "weekly" else dated)[error.index]
        wrong = {"non_field_errors": [error.reason]}
        named = wrong if "is_one" in given else {field: {str(place): wrong}}
        raise exceptions.ValidationError(named) from None


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
