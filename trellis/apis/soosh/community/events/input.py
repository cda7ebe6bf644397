"""What an event is to be, as people send it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery
from trellis.core.writing.fields import LineField, LinkField, TextField
from trellis.core.writing.moments import MomentField
from trellis.domain.accounts.rules import refuse_no_zone
from trellis.domain.community.rules import limits
from trellis.domain.community.rules.choices import Frequency, When

_NO_MOMENT = "This is no moment, like 2027-03-02T18:00 or 2027-03-02T17:00:00Z."


@extend_schema_field(OpenApiTypes.DATETIME)
class ClockField(serializers.Field[Any, Any, Any, Any]):
    """A moment, or what the clock of the event's zone shows: without an offset it is that."""

    def to_internal_value(self, data: Any) -> datetime:
        """Return the moment, without a zone where none is said; raise ValidationError."""
        try:
            found = parse_datetime(data) if isinstance(data, str) else None
            # Of a naive one the zone comes later; both ends of what is taken are far from any offset.
            MomentField().to_internal_value(found.isoformat() if found else "")
        except (ValueError, OverflowError, serializers.ValidationError):
            raise serializers.ValidationError(_NO_MOMENT) from None
        if found is None:
            raise serializers.ValidationError(_NO_MOMENT)
        return found

    def to_representation(self, value: Any) -> Any:
        """Leave it as it is: it only comes in."""
        return value


class RecurrenceInput(Input):
    """How often an event happens: so many times, or until a day, which is the last."""

    frequency = serializers.ChoiceField(choices=Frequency.choices)
    interval = serializers.IntegerField(
        min_value=limits.EVERY.least, max_value=limits.EVERY.most, required=False, default=1
    )
    count = serializers.IntegerField(
        min_value=limits.COUNT.least,
        max_value=limits.COUNT.most,
        required=False,
        allow_null=True,
        default=None,
    )
    until = serializers.DateField(required=False, allow_null=True, default=None)


class EventChangeInput(Input):
    """What an event is to be; what is left out stays. Times are by the clock of its zone."""

    title = LineField(max_length=limits.LONGEST_TITLE, required=False)
    description = TextField(max_length=limits.LONGEST_DESCRIPTION, required=False, allow_blank=True)
    place = LineField(max_length=limits.LONGEST_PLACE, required=False, allow_blank=True)
    online_link = LinkField(max_length=limits.LONGEST_LINK, required=False, allow_blank=True)
    starts_at = ClockField(required=False)
    ends_at = ClockField(required=False)
    timezone = LineField(
        max_length=limits.LONGEST_ZONE,
        required=False,
        validators=[refuse_no_zone],
        help_text="Its IANA name.",
    )
    is_all_day = serializers.BooleanField(required=False)
    recurrence = RecurrenceInput(required=False, allow_null=True)
    capacity = serializers.IntegerField(
        min_value=limits.CAPACITY.least, max_value=limits.CAPACITY.most, required=False, allow_null=True
    )


class EventInput(EventChangeInput):
    """An event of a group."""

    group_id = serializers.UUIDField()
    title = LineField(max_length=limits.LONGEST_TITLE)
    starts_at = ClockField()
    ends_at = ClockField()
    timezone = LineField(
        max_length=limits.LONGEST_ZONE, validators=[refuse_no_zone], help_text="Its IANA name."
    )


class EventsQuery(CountedPageQuery, Input):
    """Which events: to come or over, of which group, with which words, between which moments."""

    when = serializers.ChoiceField(choices=When.choices, default=When.UPCOMING)
    q = LineField(max_length=limits.LONGEST_QUESTION, required=False)
    group_id = serializers.UUIDField(required=False)
    is_attending = serializers.BooleanField(required=False, allow_null=True, default=None)
    since = MomentField(required=False)
    until = MomentField(required=False)


def said_by(given: dict[str, Any], *, zone: str) -> dict[str, Any]:
    """Return what is said of an event by the names of its columns; `zone` is its zone where none is said."""
    said = {name: value for name, value in given.items() if name not in {"recurrence", "group_id"}}
    there = ZoneInfo(said.get("timezone", zone))
    for name in ("starts_at", "ends_at"):
        if name in said and said[name].tzinfo is None:
            said[name] = said[name].replace(tzinfo=there)
    if "recurrence" not in given:
        return said
    repeats = given["recurrence"] or {"frequency": "", "interval": 1, "count": None, "until": None}
    return {
        **said,
        "frequency": repeats["frequency"],
        "every": repeats["interval"],
        "times": repeats["count"],
        "until": repeats["until"],
    }
