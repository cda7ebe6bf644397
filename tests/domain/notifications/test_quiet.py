"""Quiet hours and digests go by the clock on somebody's wall, whatever it does."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Preferences
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.rules.quiet import is_quiet, leaves_at, next_digest, quiet_ends

NIGHT = (time(22), time(7))
HOUR = timedelta(hours=1)


def wishes(zone: str, quiet: tuple[time, time] | None = None, **more: object) -> Preferences:
    first, last = quiet or (None, None)
    person = User(timezone=zone, timezone_chosen=True)
    return Preferences(person=person, quiet_from=first, quiet_until=last, **more)


def there(zone: str, *at: int, fold: int = 0) -> datetime:
    """Return a moment by the clock of a zone."""
    return datetime(*at, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)  # type: ignore[misc]


BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        ((8, 21, 59), False),
        ((8, 22, 0), True),
        ((8, 23, 30), True),
        ((9, 0, 30), True),
        ((9, 6, 59), True),
        ((9, 7, 0), False),
        ((9, 12, 0), False),
    ],
)
def test_a_night_goes_across_midnight_by_its_own_clock(clock: tuple[int, ...], quiet: bool) -> None:
    prefs, at = wishes(BERLIN, NIGHT), there(BERLIN, 2027, 3, *clock)
    assert is_quiet(prefs, at) is quiet
    ends = there(BERLIN, 2027, 3, 9, 7)
    assert quiet_ends(prefs, at) == (ends if quiet else at)


@pytest.mark.parametrize(
    ("hour", "quiet"), [(11, False), (12, True), (13, True), (14, False), (23, False), (0, False)]
)
def test_quiet_at_noon_is_of_one_day(hour: int, quiet: bool) -> None:
    prefs = wishes(BERLIN, (time(12), time(14)))
    assert is_quiet(prefs, there(BERLIN, 2027, 7, 1, hour)) is quiet


def test_who_wants_no_quiet_has_none() -> None:
    at = there(BERLIN, 2027, 3, 9, 3)
    assert not is_quiet(wishes(BERLIN), at)
    assert quiet_ends(wishes(BERLIN), at) == at


def test_a_zone_that_nobody_knows_is_utc() -> None:
    prefs = wishes("Nowhere/Land", NIGHT)
    assert is_quiet(prefs, datetime(2027, 3, 9, 6, 59, tzinfo=UTC))
    assert not is_quiet(prefs, datetime(2027, 3, 9, 7, tzinfo=UTC))


@pytest.mark.parametrize(("day", "hours"), [(27, 9), (28, 8), (29, 9)])
def test_the_night_in_which_clocks_go_forward_is_an_hour_shorter(day: int, hours: int) -> None:
    begins = there(BERLIN, 2027, 3, day - 1, 22)
    assert quiet_ends(wishes(BERLIN, NIGHT), begins) - begins == hours * HOUR


def test_the_night_in_which_clocks_go_back_is_an_hour_longer() -> None:
    begins = there(BERLIN, 2027, 10, 30, 22)
    assert quiet_ends(wishes(BERLIN, NIGHT), begins) - begins == 10 * HOUR


def test_quiet_until_an_hour_that_comes_twice_ends_each_time() -> None:
    prefs = wishes(BERLIN, (time(22), time(2, 30)))
    first = there(BERLIN, 2027, 10, 31, 2, 15)
    again = there(BERLIN, 2027, 10, 31, 2, 15, fold=1)
    assert again - first == HOUR
    for at in (first, again):
        assert quiet_ends(prefs, at) - at == HOUR / 4


def test_quiet_until_an_hour_that_never_comes_ends_that_night_all_the_same() -> None:
    prefs = wishes(BERLIN, (time(22), time(2, 30)))
    ends = quiet_ends(prefs, there(BERLIN, 2027, 3, 27, 23))
    assert ends == there(BERLIN, 2027, 3, 28, 3, 30)
    assert not is_quiet(prefs, ends)


def test_a_day_that_is_left_out_by_a_new_date_line_holds_nothing_back_for_ever() -> None:
    prefs = wishes("Pacific/Apia", NIGHT)
    begins = there("Pacific/Apia", 2011, 12, 29, 23)
    assert quiet_ends(prefs, begins) == there("Pacific/Apia", 2011, 12, 31, 7)


def test_a_digest_comes_at_its_hour_of_each_day_also_when_clocks_change() -> None:
    prefs, at, digests = wishes(NEW_YORK, digest_hour=8), datetime(2027, 3, 13, tzinfo=UTC), []
    for _ in range(3):
        at = next_digest(prefs, at) or at
        digests.append(f"{at:%d %H:%M}")
    assert digests == ["13 13:00", "14 12:00", "15 12:00"]


def test_a_digest_at_an_hour_that_comes_twice_comes_once() -> None:
    prefs = wishes(NEW_YORK, digest_hour=1)
    first = next_digest(prefs, there(NEW_YORK, 2027, 11, 7, 0, 30))
    assert first == there(NEW_YORK, 2027, 11, 7, 1)
    assert next_digest(prefs, first) == there(NEW_YORK, 2027, 11, 8, 1)  # type: ignore[arg-type]


def test_a_digest_at_an_hour_that_never_comes_comes_that_day() -> None:
    prefs = wishes(NEW_YORK, digest_hour=2)
    at = next_digest(prefs, there(NEW_YORK, 2027, 3, 14, 0))
    assert at == there(NEW_YORK, 2027, 3, 14, 3)
    assert next_digest(prefs, at) == there(NEW_YORK, 2027, 3, 15, 2)


def test_who_wants_no_digest_has_none() -> None:
    assert next_digest(wishes(NEW_YORK), datetime(2027, 3, 13, tzinfo=UTC)) is None


def leaves(prefs: Preferences, at: datetime, **more: datetime) -> datetime:
    return leaves_at(prefs, Kind.SESSION_REMINDER, Channel.EMAIL, at, **more)


@pytest.mark.parametrize(
    ("begins", "comes"),
    [
        # The end of quiet, at seven, would be less than half an hour before.
        ((7, 15), (6, 15)),
        ((7, 29), (6, 29)),
        ((7, 30), (7, 0)),
        ((7, 45), (7, 0)),
    ],
)
def test_what_would_come_too_late_to_be_of_use_comes_at_its_time(
    begins: tuple[int, int], comes: tuple[int, int]
) -> None:
    prefs, session = wishes(BERLIN, NIGHT), there(BERLIN, 2027, 3, 9, *begins)
    assert leaves(prefs, session - HOUR, needed_by=session) == there(BERLIN, 2027, 3, 9, *comes)


def test_who_wants_quiet_from_reminders_too_has_it() -> None:
    prefs, session = wishes(BERLIN, NIGHT, reminders_in_quiet_hours=False), there(BERLIN, 2027, 3, 9, 7, 15)
    assert leaves(prefs, session - HOUR, needed_by=session) == there(BERLIN, 2027, 3, 9, 7)


def test_the_digest_has_what_is_asked_for_by_mail_and_nothing_that_cannot_wait() -> None:
    prefs = wishes("UTC", digest_hour=8, digest_kinds=[Kind.SELECTED, Kind.SESSION_REMINDER])
    at = datetime(2027, 3, 8, 12, tzinfo=UTC)
    tomorrow = at + 20 * HOUR
    assert leaves_at(prefs, Kind.SELECTED, Channel.EMAIL, at) == tomorrow
    assert leaves_at(prefs, Kind.SELECTED, Channel.PUSH, at) == at
    assert leaves_at(prefs, Kind.REJECTED, Channel.EMAIL, at) == at
    assert leaves(prefs, at, needed_by=at + HOUR) == at
    assert leaves(prefs, at, needed_by=at + 24 * HOUR) == tomorrow


def test_the_digest_comes_at_its_hour_though_that_is_a_quiet_one() -> None:
    prefs = wishes("UTC", NIGHT, digest_hour=6, digest_kinds=[Kind.SELECTED])
    at = datetime(2027, 3, 8, 23, tzinfo=UTC)
    assert leaves_at(prefs, Kind.SELECTED, Channel.EMAIL, at) == at + 7 * HOUR
    assert leaves_at(prefs, Kind.SELECTED, Channel.PUSH, at) == at + 8 * HOUR
