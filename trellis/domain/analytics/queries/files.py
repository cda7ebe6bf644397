"""The numbers as rows of a file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from trellis.core.writing.money import in_units
from trellis.domain.accounts.models import User
from trellis.domain.analytics.queries.activity import timeline_of
from trellis.domain.analytics.queries.dashboards import dashboard_of
from trellis.domain.analytics.queries.sessions import days_of
from trellis.domain.analytics.rules.choices import Part
from trellis.domain.analytics.rules.days import last_days
from trellis.domain.analytics.rules.numbers import EXPORTED_DAYS, MOST_EXPORTED, average_of
from trellis.domain.ledger.queries import earnings_of
from trellis.domain.ledger.rules.months import last_months, month_of
from trellis.domain.mentorship.queries.earning import earner, zone_of_numbers

HEADINGS: dict[Part, tuple[str, ...]] = {
    Part.DASHBOARD: ("Number", "Value"),
    Part.DAYS: ("Day", "Sessions", "Minutes in sessions", "Points"),
    Part.ACTIVITY: ("When", "Type", "What"),
    Part.EARNINGS: ("Month", "Currency", "Amount"),
}


def rows_of(part: Part, user: User, *, now: datetime) -> list[tuple[Any, ...]]:
    """Return the rows of a file; raise OnlyForMentors for beginners who ask for earnings."""
    return list(_ROWS[part](user, now))


def _dashboard(user: User, now: datetime) -> Iterator[tuple[Any, ...]]:
    found = dashboard_of(user, now=now)
    yield from (
        ("Timezone", found.zone.key),
        ("Sessions", found.had.count),
        ("Hours learned", found.hours),
        ("Courses completed", found.learned.courses),
        ("Days in a row", found.standing.current_streak_days),
        ("Points", found.standing.points),
        ("Level", found.standing.level),
        ("Active paths", found.learned.active_paths),
        ("Milestones done, per cent", found.completion_rate),
        ("Average of the stars given", found.average_rating),
    )
    if found.given is not None:
        given = found.given
        yield ("Earned this month", in_units(given.this_month_minor, given.currency))
        yield ("Currency", given.currency)
        yield ("Sessions given", given.sessions.count)
        yield ("Average of the stars received", average_of(given.sessions.stars, given.sessions.rated))


def _days(user: User, now: datetime) -> Iterator[tuple[Any, ...]]:
    for each in days_of(user, last_days(now, count=EXPORTED_DAYS, zone=zone_of_numbers(user)), now=now):
        yield (each.day, each.sessions, each.minutes, each.points)


def _activity(user: User, now: datetime) -> Iterator[tuple[Any, ...]]:
    zone = zone_of_numbers(user)
    found, _ = timeline_of(user, first=0, size=MOST_EXPORTED, now=now)
    for each in found:
        what = ", ".join(str(value) for value in each.data.values())
        yield (each.at.astimezone(zone).isoformat(timespec="seconds"), str(each.type), what)


def _earnings(user: User, now: datetime) -> Iterator[tuple[Any, ...]]:
    own = earner(user)
    months = last_months(month_of(now, zone=own.zone))
    for currency, earned in sorted(earnings_of(user_id=user.pk, zone=own.zone, now=now).items()):
        for month in months:
            yield (month, currency, in_units(earned.by_month.get(month, 0), currency))


_ROWS = {
    Part.DASHBOARD: _dashboard,
    Part.DAYS: _days,
    Part.ACTIVITY: _activity,
    Part.EARNINGS: _earnings,
}
