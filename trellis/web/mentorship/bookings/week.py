"""A week of a mentor's bookable times, as the viewer's own clock shows them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.slots import slots_shown
from trellis.domain.mentorship.rules.clocks import is_shown_twice
from trellis.domain.mentorship.rules.limits import MOST_DAYS_SHOWN
from trellis.domain.mentorship.rules.slots import Slot
from trellis.web.components.zones import ViewerZone

_WEEKS_AHEAD = 26
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """A time to choose. `value` is what the form sends."""

    slot: Slot
    value: str
    offset: str  # from UTC, where the clock shows this time twice; else ""


@dataclass(frozen=True)
class Day:
    """A day of the viewer's, with what can be booked on it."""

    date: date
    choices: list[Choice]
    is_past: bool


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday, and where to go from there."""

    days: list[Day]
    previous: date | None
    following: date | None
    next_free: date | None  # the week of the next free time, where this one has none

    @property
    def first(self) -> date:
        """The Monday."""
        return self.days[0].date

    @property
    def last(self) -> date:
        """The Sunday."""
        return self.days[-1].date

    @property
    def count(self) -> int:
        """How many times can be booked."""
        return sum(len(day.choices) for day in self.days)


def week_of(mentor: Mentor, *, wanted: str, zone: ViewerZone, now: datetime) -> Week:
    """Return the week of the date `wanted`; without one, the first week that has a free time."""
    today = now.astimezone(zone.info).date()
    this, last = _monday(today), _monday(today) + timedelta(weeks=_WEEKS_AHEAD)
    monday = _given(wanted, earliest=this, latest=last)
    if monday is not None:
        slots = slots_shown(mentor, first=monday, last=monday + 6 * _DAY, zone=zone.info, now=now)
        week = _week(slots, monday, today, zone, bounds=(this, last), next_free=None)
        if week.count:
            return week
    until = today + MOST_DAYS_SHOWN * _DAY
    ahead = slots_shown(mentor, first=today, last=until, zone=zone.info, now=now)
    first_free = _first_free(ahead, after=monday or this, zone=zone)
    if monday is None:
        return _week(ahead, first_free or this, today, zone, bounds=(this, last), next_free=None)
    return _week([], monday, today, zone, bounds=(this, last), next_free=first_free)


def told(week: Week) -> str:
    """Return what the live region says of a week."""
    count = week.count
    times = "1 free time" if count == 1 else f"{count or 'No'} free times"
    return f"Week from {week.first:%-d %B} to {week.last:%-d %B}: {times}."


def _given(wanted: str, *, earliest: date, latest: date) -> date | None:
    try:
        monday = _monday(date.fromisoformat(wanted))
    except (ValueError, OverflowError):
        return None
    return min(max(monday, earliest), latest)


def _first_free(slots: list[Slot], *, after: date, zone: ViewerZone) -> date | None:
    days = (slot.starts_at.astimezone(zone.info).date() for slot in slots)
    return next((_monday(day) for day in days if day >= after), None)


def _week(
    slots: list[Slot],
    monday: date,
    today: date,
    zone: ViewerZone,
    *,
    bounds: tuple[date, date],
    next_free: date | None,
) -> Week:
    by_day: dict[date, list[Choice]] = {monday + number * _DAY: [] for number in range(7)}
    for slot in slots:
        on = by_day.get(slot.starts_at.astimezone(zone.info).date())
        if on is not None:
            on.append(_choice(slot, zone.info))
    before, after = monday - timedelta(weeks=1), monday + timedelta(weeks=1)
    return Week(
        [Day(on, choices, is_past=on < today) for on, choices in by_day.items()],
        before if before >= bounds[0] else None,
        after if after <= bounds[1] else None,
        next_free,
    )


def _choice(slot: Slot, zone: ZoneInfo) -> Choice:
    value = value_of(slot.starts_at, slot.ends_at)
    offset = f"UTC{slot.starts_at.astimezone(zone).isoformat()[-6:]}"
    return Choice(slot, value, offset if is_shown_twice(slot.starts_at, zone) else "")


def value_of(starts_at: datetime, ends_at: datetime) -> str:
    """Return what a form sends for this time."""
    return f"{starts_at:%Y-%m-%dT%H:%M:%SZ}/{ends_at:%Y-%m-%dT%H:%M:%SZ}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
