"""Days by the clock of who looks, and what their bounds are in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True)
class Days:
    """So many days in a row, from `first` on, in a zone."""

    first: date
    count: int
    zone: ZoneInfo

    @property
    def all(self) -> list[date]:
        """The days, in order."""
        return [self.first + _DAY * number for number in range(self.count)]

    @property
    def begin(self) -> datetime:
        """The moment at which the first begins."""
        return _midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The moment at which the last is over."""
        return _midnight(self.first + _DAY * self.count, self.zone)

    def of(self, moment: datetime) -> date:
        """Return on which day a moment is."""
        return moment.astimezone(self.zone).date()


def week_of(now: datetime, *, zone: ZoneInfo) -> Days:
    """Return the days of the week, from Monday, in which a moment is."""
    today = now.astimezone(zone).date()
    return Days(today - _DAY * today.weekday(), _WEEK, zone)


def last_days(now: datetime, *, count: int, zone: ZoneInfo) -> Days:
    """Return so many days, of which the last is today."""
    return Days(now.astimezone(zone).date() - _DAY * (count - 1), count, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins; where a clock leaves midnight out, when that would have been."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
