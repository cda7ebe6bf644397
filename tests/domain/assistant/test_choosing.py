"""Which time somebody gets: as they want it by their own clock, else the nearest, and what was not had."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.domain.mentorship.bought import hold, priced
from tests.domain.mentorship.world import HOUR, NINE, NOW, person
from trellis.domain.assistant.rules.choosing import PartOfDay, Weekday, Wishes, choose
from trellis.domain.mentorship.queries.choosing import sessions_free_for
from trellis.domain.mentorship.rules.slots import Slot
from trellis.domain.messaging.services.blocking import block

TUESDAY = datetime(2030, 1, 8, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def slots(*starts: datetime) -> list[Slot]:
    """Return hours that begin then."""
    return [Slot(start, start + HOUR) for start in starts]


def on(day: int, hour: int) -> datetime:
    """Return an hour of a day from Tuesday on."""
    return TUESDAY + timedelta(days=day, hours=hour)


def test_the_first_time_that_is_as_somebody_wants_it_is_taken() -> None:
    free = slots(on(0, 9), on(0, 14), on(1, 9), on(1, 15))
    wishes = Wishes(UTC, (Weekday.WEDNESDAY, Weekday.FRIDAY), PartOfDay.AFTERNOON)
    choice = choose(free, wishes, now=NOW)
    assert choice is not None
    assert (choice.slot.starts_at, choice.not_had) == (on(1, 15), ())
    assert choice.reason == (
        "Based on your preferences for afternoon sessions on Wednesday or Friday and mentor availability:"
        " the first such time, by the clock of UTC."
    )


@pytest.mark.parametrize(("zone", "hour"), [(UTC, 14), (NEW_YORK, 17)], ids=["utc", "new york"])
def test_parts_of_the_day_are_by_the_clock_of_who_asks(zone: ZoneInfo, hour: int) -> None:
    free = slots(on(0, 9), on(0, 14), on(0, 17), on(0, 23))
    choice = choose(free, Wishes(zone, part=PartOfDay.AFTERNOON), now=NOW)
    assert choice is not None
    assert choice.slot.starts_at == on(0, hour)


def test_days_are_by_the_clock_of_who_asks() -> None:
    free = slots(on(0, 2), on(0, 14))
    choice = choose(free, Wishes(NEW_YORK, (Weekday.MONDAY,)), now=NOW)
    assert choice is not None
    assert choice.slot.starts_at == on(0, 2)


@pytest.mark.parametrize(
    ("free", "chosen", "not_had"),
    [
        ([on(0, 14), on(1, 9)], on(1, 9), ("Nothing is free in the afternoon.",)),
        ([on(0, 9), on(0, 14)], on(0, 14), ("Nothing is free on Wednesday.",)),
        (
            [on(0, 9), on(2, 10)],
            on(0, 9),
            ("Nothing is free in the afternoon.", "Nothing is free on Wednesday."),
        ),
    ],
    ids=["another hour", "another day", "another day and hour"],
)
def test_what_could_not_be_had_is_said(free: list[datetime], chosen: datetime, not_had: object) -> None:
    wishes = Wishes(UTC, (Weekday.WEDNESDAY,), PartOfDay.AFTERNOON)
    choice = choose(slots(*free), wishes, now=NOW)
    assert choice is not None
    assert (choice.slot.starts_at, choice.not_had) == (chosen, not_had)


def test_days_that_were_passed_over_are_named() -> None:
    choice = choose(slots(on(7, 9)), Wishes(UTC, (Weekday.TUESDAY,)), now=NOW)
    assert choice is not None
    assert choice.reason.endswith("Nothing was free on Tuesday 8 January.")
    assert choose([], Wishes(UTC), now=NOW) is None


@pytest.mark.django_db
class TestWhatIsFree:
    def test_sessions_of_several_slots_are_whole_and_what_is_taken_is_none(self) -> None:
        mentor, mel = priced(), person("mel")
        day = NINE.date()
        starts = sessions_free_for(mel, mentor, minutes=120, first=day, last=day, now=NOW)
        assert [each.starts_at.hour for each in starts] == list(range(9, 16))
        hold(mentor, person("tom"), NINE + 2 * HOUR)
        left = sessions_free_for(mel, mentor, minutes=120, first=day, last=day, now=NOW)
        assert [each.starts_at.hour for each in left] == [9, 12, 13, 14, 15]
        assert sessions_free_for(mel, mentor, minutes=45, first=day, last=day, now=NOW) == []

    def test_their_own_other_sessions_are_in_the_way(self) -> None:
        mentor, mel, day = priced(), person("mel"), NINE.date()
        hold(priced("mona"), mel, NINE + HOUR)
        free = sessions_free_for(mel, mentor, minutes=60, first=day, last=day, now=NOW)
        assert [each.starts_at.hour for each in free] == [9, *range(11, 17)]

    def test_nothing_is_free_where_one_has_blocked_the_other_or_for_oneself(self) -> None:
        mentor, mel, day = priced(), person("mel"), NINE.date()
        assert sessions_free_for(mentor.user, mentor, minutes=60, first=day, last=day, now=NOW) == []
        block(person=mentor.user, other=mel, now=NOW)
        assert sessions_free_for(mel, mentor, minutes=60, first=day, last=day, now=NOW) == []
