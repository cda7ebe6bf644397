"""People and times as notices speak of them: names without addresses, times in a zone that is named."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trellis.core.post.mail import one_line
from trellis.domain.accounts.models import User

_LONGEST_NAME = 80


def name_of(user: User) -> str:
    """Return a person's name on one line; never their address, which a username may hold."""
    return one_line(user.full_name or user.username.partition("@")[0], longest=_LONGEST_NAME)


def zone_named(name: str) -> tzinfo:
    """Return the timezone of this name; UTC for what is no timezone (any more)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def span(first: datetime, last: datetime, zone: tzinfo) -> str:
    """Write a stretch of time in a zone that is named, and what it begins at in UTC."""
    start, end = first.astimezone(zone), last.astimezone(zone)
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{_day(end)}, {end:%H:%M}"
    return f"{_day(start)}, {start:%H:%M} to {until} {_in_zone(start)}"


def moment(at: datetime, zone: tzinfo) -> str:
    """Write one moment, as `span` writes its beginning."""
    there = at.astimezone(zone)
    return f"{_day(there)}, {there:%H:%M} {_in_zone(there)}"


def _day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}"


def _in_zone(at: datetime) -> str:
    name = str(at.tzinfo)
    if name == "UTC":
        return "UTC"
    return f"({name.replace('_', ' ')} time; {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"
