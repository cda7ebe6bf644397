"""Days and times as people of this door write them, "2030-05-06" and "09:30", and the moments they name."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.domain.accounts.rules import LONGEST_ZONE_NAME, is_zone
from trellis.domain.mentorship.rules.limits import END_OF_DAY

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00(?:\.0{1,6})?)?")
# What comes before and after is a typing error, and would overflow when it is moved between timezones.
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_OFFSET = re.compile(r"(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)\s*$")


@extend_schema_field({"type": "string", "example": "09:30", "description": "HH:MM, whole minutes"})
class WallTime(serializers.Field[int, Any, str, Any]):
    """A time of day as minutes from midnight. As an end, 00:00 and 24:00 are the end of the day."""

    default_error_messages = {"invalid": "This is no time of day. Use HH:MM, in whole minutes."}

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_end = is_end

    def to_internal_value(self, data: Any) -> int:
        """Return the minutes; raise ValidationError for what is no time."""
        found = _TIME.fullmatch(data.strip()) if isinstance(data, str) else None
        hour, minute = (int(part) for part in found.groups()) if found else (99, 99)
        minutes = hour * 60 + minute
        if minute > 59 or minutes > END_OF_DAY or (minutes == END_OF_DAY and not self.is_end):
            self.fail("invalid")
        return minutes or (END_OF_DAY if self.is_end else 0)

    def to_representation(self, value: int) -> str:
        """Print minutes as HH:MM; the end of the day is 00:00, as clocks have it."""
        return f"{value // 60 % 24:02}:{value % 60:02}"


class Day(serializers.DateField):
    """A date between 2000 and 2100."""

    def to_internal_value(self, value: Any) -> date:
        """Return the date; raise ValidationError."""
        day = super().to_internal_value(value)
        if not _FIRST_DAY <= day <= _LAST_DAY:
            raise serializers.ValidationError("This date is out of range.", code="out_of_range")
        return day


@dataclass(frozen=True)
class WrittenDay:
    """A day as it was written, and the moment that stood with it, if one did."""

    day: date
    at: datetime | None = None


@extend_schema_field({"type": "string", "format": "date", "example": "2030-05-06"})
class SessionDay(serializers.Field[WrittenDay, Any, str, Any]):
    """The day of a session. The document's table calls it a datetime: of one, the day as written counts."""

    def to_internal_value(self, data: Any) -> WrittenDay:
        """Return the day, and the moment of a datetime that carries its offset; raise ValidationError."""
        if not isinstance(data, str) or len(data) <= 10 or data[10] not in "T ":
            return WrittenDay(Day().run_validation(data))
        day = Day().run_validation(data[:10])
        at = serializers.DateTimeField().run_validation(data)
        return WrittenDay(day, at if _OFFSET.search(data) else None)

    def to_representation(self, value: WrittenDay) -> str:
        """Print the day."""
        return value.day.isoformat()


class Moment(serializers.DateTimeField):
    """A moment between 2000 and 2100: a date and a time with their offset from UTC."""

    def to_internal_value(self, value: Any) -> datetime:
        """Return the moment in UTC; raise ValidationError, also for what carries no offset."""
        at = super().to_internal_value(value)
        if not isinstance(value, str) or not _OFFSET.search(value):
            raise serializers.ValidationError(
                "Say the offset from UTC, as in 2030-05-06T09:30:00+02:00, or Z.", code="no_offset"
            )
        if not _FIRST_DAY <= at.date() <= _LAST_DAY:
            raise serializers.ValidationError("This date is out of range.", code="out_of_range")
        return at.astimezone(UTC)


class Zone(serializers.CharField):
    """The IANA name of a timezone."""

    is_left_out_when_empty = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_ZONE_NAME, **kwargs})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Return the name; raise ValidationError for what names no timezone."""
        name = super().run_validation(data)
        if isinstance(name, str) and not is_zone(name):
            raise serializers.ValidationError(f"{name!r} is not the name of a timezone.", code="unknown")
        return name


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """Return what clocks in `zone` show at a moment, as HH:MM."""
    return at.astimezone(zone).strftime("%H:%M")


def utc_text(at: datetime) -> str:
    """Return a moment as this door prints it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
