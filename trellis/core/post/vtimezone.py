"""A timezone as calendars read it: when its clocks change, as rules, so that no calendar has to know it.

The rules are read off the zone itself: what changes on the same Sunday of a month each year is said so; what
follows no such rule is said day by day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_WEEK = 7
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS_AFTER = 4  # that tell a rule from a chance
_FEWEST = 3  # changes that make a rule
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True)
class _Change:
    """The clocks change: at which moment, and what they show before and from then on."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def on_the_wall(self) -> datetime:
        """What the clocks of before show at that moment."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def day_of_month(self) -> tuple[int, str, datetime]:
        """Its month, which weekday of that, and the time of day."""
        wall = self.on_the_wall
        return wall.month, _DAYS[wall.weekday()], datetime.combine(datetime.min, wall.time())


def vtimezone(zone: ZoneInfo, *, first: datetime, last: datetime) -> Timezone:
    """Return the zone as it is between two moments, and by its rules later on."""
    begins = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    changes = list(_changes(zone, begins, datetime(last.year + _YEARS_AFTER, 12, 31, tzinfo=UTC)))
    component = Timezone()
    component.add("tzid", zone.key)
    if not changes or changes[0].at > first:
        component.add_component(_standing(zone, begins))
    by_kind: dict[tuple[timedelta, timedelta, str, bool], list[_Change]] = {}
    for each in changes:
        by_kind.setdefault((each.before, each.after, each.name, each.is_summer), []).append(each)
    for several in by_kind.values():
        component.add_component(_observance(several))
    return component


def _changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[_Change]:
    days = (begins + _DAY * number for number in range((ends - begins).days + 1))
    for one, other in pairwise(days):
        if _shown(zone, one) != _shown(zone, other):
            at = _moment(zone, one, other)
            before, (after, name, is_summer) = _shown(zone, one)[0], _shown(zone, other)
            yield _Change(at, before, after, name, is_summer)


def _shown(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str, bool]:
    there = at.astimezone(zone)
    return there.utcoffset() or timedelta(), there.tzname() or "", bool(there.dst())


def _moment(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the first moment, of whole seconds, at which the clocks show what they show `after`."""
    as_before = _shown(zone, before)
    while after - before > _SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _shown(zone, middle) == as_before:
            before = middle
        else:
            after = middle
    return after


def _standing(zone: ZoneInfo, since: datetime) -> TimezoneStandard:
    offset, name, _ = _shown(zone, since)
    observance = TimezoneStandard()
    observance.add("dtstart", (since + offset).replace(tzinfo=None))
    observance.add("tzoffsetfrom", offset)
    observance.add("tzoffsetto", offset)
    observance.add("tzname", name)
    return observance


def _observance(changes: Sequence[_Change]) -> TimezoneDaylight | TimezoneStandard:
    """Return one kind of change, all times that it happens."""
    first, *others = changes
    observance = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    observance.add("dtstart", first.on_the_wall)
    observance.add("tzoffsetfrom", first.before)
    observance.add("tzoffsetto", first.after)
    observance.add("tzname", first.name)
    day = _rule_of(changes)
    if day is not None:
        observance.add("rrule", {"freq": "yearly", "bymonth": first.on_the_wall.month, "byday": day})
    elif others:
        observance.add("rdate", [each.on_the_wall for each in others])
    return observance


def _rule_of(changes: Sequence[_Change]) -> str | None:
    """Return on which day of its month it happens each year, "-1SU" or "2SU"; None where there is no rule."""
    walls = [each.on_the_wall for each in changes]
    years = [wall.year for wall in walls]
    is_yearly = years == list(range(years[0], years[0] + len(years)))
    if len(changes) < _FEWEST or not is_yearly or len({each.day_of_month for each in changes}) > 1:
        return None
    weekday = _DAYS[walls[0].weekday()]
    if all((wall + timedelta(days=_WEEK)).month != wall.month for wall in walls):
        return f"-1{weekday}"
    places = {(wall.day - 1) // _WEEK + 1 for wall in walls}
    return f"{places.pop()}{weekday}" if len(places) == 1 else None
