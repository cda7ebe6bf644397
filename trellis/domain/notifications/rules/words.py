"""People and times as notices speak of them: names without addresses, times in a zone that is named."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from trellis.core.post.mail import one_line
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import is_zone

_LONGEST_NAME = 80


def name_of(user: User) -> str:
    """Return a person's name on one line; never their address, which a username may hold."""
    return one_line(user.full_name or user.username.partition("@")[0], longest=_LONGEST_NAME)


def zone_named(name: str) -> tzinfo:
    """Return the timezone of this name; UTC for what is no timezone (any more)."""
    return ZoneInfo(name) if is_zone(name) else UTC


def zone_of(reader: User | None) -> tzinfo:
    """Return in whose time somebody is told things; UTC for those of whom nothing is known."""
    return zone_named(reader.known_timezone if reader else "")


def span(first: datetime, last: datetime, zone: tzinfo) -> str:
    """Write a stretch of time in a zone that is named, and what it begins at in UTC."""
    start, end = first.astimezone(zone), last.astimezone(zone)
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{_day(end)}, {end:%H:%M}"
    return f"{_day(start)}, {start:%H:%M} to {until} {_in_zone(start)}"


def beside(first: datetime, last: datetime, zone: tzinfo, other: tzinfo) -> str:
    """Write a stretch of time, told in `zone`, in another one, too; "" where both clocks show the same.

    The day is told where it is another one there.
    """
    here, there = first.astimezone(zone), first.astimezone(other)
    if (here.utcoffset(), last.astimezone(zone).utcoffset()) == (
        there.utcoffset(),
        last.astimezone(other).utcoffset(),
    ):
        return ""
    day = "" if here.date() == there.date() else f"{_day(there)}, "
    zone_name = "UTC" if str(other) == "UTC" else f"({_readable(other)} time)"
    return f"{day}{there:%H:%M} to {last.astimezone(other):%H:%M} {zone_name}"


def moment(at: datetime, zone: tzinfo) -> str:
    """Write one moment, as `span` writes its beginning."""
    there = at.astimezone(zone)
    return f"{_day(there)}, {there:%H:%M} {_in_zone(there)}"


def _day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}"


def _in_zone(at: datetime) -> str:
    if str(at.tzinfo) == "UTC":
        return "UTC"
    return f"({_readable(at.tzinfo)} time; {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"


def _readable(zone: tzinfo | None) -> str:
    return str(zone).replace("_", " ")
