"""Ten days of business, by the clock of the organization."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from trellis.domain.fairness.rules.clock import days_left, due_at

BERLIN, AUCKLAND, LA = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles")
)


@pytest.mark.parametrize(
    ("made", "zone", "due"),
    [
        # Monday noon: Tuesday is the first, and the Monday two weeks on the tenth.
        ("2026-03-02T12:00", UTC, "2026-03-17T00:00"),
        # Saturday and Sunday begin as Monday does.
        ("2026-03-07T12:00", UTC, "2026-03-21T00:00"),
        ("2026-03-08T23:59", UTC, "2026-03-21T00:00"),
        ("2026-03-06T23:59", UTC, "2026-03-21T00:00"),
        # Friday evening in UTC is Saturday in Auckland, and noon in Los Angeles.
        ("2026-03-06T20:00", AUCKLAND, "2026-03-20T11:00"),
        ("2026-03-06T20:00", LA, "2026-03-21T07:00"),
        # The clock goes forward in between: the day still ends at midnight.
        ("2026-03-20T12:00", BERLIN, "2026-04-03T22:00"),
    ],
)
def test_it_ends_with_the_tenth_day(made: str, zone: ZoneInfo, due: str) -> None:
    assert due_at(datetime.fromisoformat(made).replace(tzinfo=UTC), zone).isoformat() == f"{due}:00+00:00"


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-03-02T12:00", 10),
        ("2026-03-02T23:30", 9),  # it is Tuesday in Berlin
        ("2026-03-06T12:00", 6),
        ("2026-03-07T12:00", 6),
        ("2026-03-08T12:00", 6),
        ("2026-03-13T12:00", 1),
        ("2026-03-15T12:00", 1),
        ("2026-03-16T12:00", 0),
        ("2026-03-20T12:00", 0),
    ],
)
def test_it_is_told_how_many_are_left(now: str, left: int) -> None:
    due = due_at(datetime(2026, 3, 2, 12, tzinfo=UTC), BERLIN)
    assert days_left(due, now=datetime.fromisoformat(now).replace(tzinfo=UTC), zone=BERLIN) == left
