"""Days and times as people of this door write them, "2030-05-06" and "09:30", and the moments they name."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.domain.accounts.rules import LONGEST_ZONE_NAME, is_zone
from trellis.domain.mentorship.rules.limits import END_OF_DAY
from trellis.domain.mentorship.rules.slots import LONGEST_BOOKING

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00(?:\.0{1,6})?)?")
# What comes before and after is a typing error, and would overflow when it is moved between timezones.
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_DAY = timedelta(days=1)


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


class SessionDay(Day):
    """The day of a session. The document's table calls it a datetime: of one, the day as written counts."""

    def to_internal_value(self, value: Any) -> date:
        """Return the date; raise ValidationError."""
        if isinstance(value, str) and len(value) > 10 and value[10] in "T ":
            serializers.DateTimeField().run_validation(value)
            value = value[:10]
        return super().to_internal_value(value)


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


def session_times(day: date, start: int, end: int, timezone: str) -> tuple[datetime, datetime]:
    """Return the moments between which a session lies, given as wall-clock times of a timezone.

    An end that is not after its start is the next day's: what is one day to the mentor may be two to
    the mentee. Of two moments that the clock shows alike the first is meant, or for an end, the first
    after the start. Raises ValidationError.
    """
    zone = ZoneInfo(timezone)
    starts_at = next(iter(_moments(day, start, zone)), None)
    if starts_at is None:
        raise serializers.ValidationError(
            {"start_time": ["On this day the clocks go forward and skip this time."]}
        )
    for candidate in (*_ends(day, end, zone), *_ends(day + _DAY, end, zone)):
        if starts_at < candidate <= starts_at + LONGEST_BOOKING:
            return starts_at, candidate
    hours = LONGEST_BOOKING // timedelta(hours=1)
    raise serializers.ValidationError(
        {"end_time": [f"The end must come after the start, by {hours} hours at most."]}
    )


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """Return what clocks in `zone` show at a moment, as HH:MM."""
    return at.astimezone(zone).strftime("%H:%M")


def utc_text(at: datetime) -> str:
    """Return a moment as this door prints it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moments(day: date, minute: int, zone: ZoneInfo) -> list[datetime]:
    """Return when clocks show this time: once, twice when they go back, never when they skip it."""
    wall = _wall(day, minute)
    return [at for at in _ends(day, minute, zone) if at.astimezone(zone).replace(tzinfo=None) == wall]


def _ends(day: date, minute: int, zone: ZoneInfo) -> list[datetime]:
    """Return the moments in order; a time that is skipped is the moment at which the clocks skip it."""
    wall = _wall(day, minute)
    both = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(both)


def _wall(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)
