"""Who is a minor on which day, and which birth dates wait."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import connection

from trellis.domain.accounts.models import User
from trellis.domain.guardians.queries import _IS_MINOR
from trellis.domain.guardians.rules import counts_as_minor, in_need, is_minor, must_wait


@pytest.mark.parametrize(
    ("born", "day", "minor"),
    [
        ("2012-01-08", "2030-01-07", True),
        ("2012-01-07", "2030-01-07", False),
        ("2012-02-29", "2030-02-28", True),
        ("2012-02-29", "2030-03-01", False),
        ("2010-02-28", "2028-02-29", False),
        ("2010-03-01", "2028-02-29", True),
        ("1950-01-01", "2030-01-07", False),
    ],
)
def test_one_is_18_on_the_day(born: str, day: str, minor: bool) -> None:
    noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)
    assert is_minor(date.fromisoformat(born), noon) is minor


def test_the_day_is_that_of_utc() -> None:
    late = datetime(2030, 1, 7, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert not is_minor(date(2012, 1, 8), late)


@pytest.mark.parametrize(
    ("born", "minor"), [(None, False), (date(1990, 1, 1), False), (date(2020, 1, 1), True)], ids=str
)
def test_of_whom_nothing_is_known_counts_as_an_adult(born: date | None, minor: bool) -> None:
    assert counts_as_minor(User(birth_date=born), datetime(2030, 1, 7, tzinfo=UTC)) is minor


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-2, -1, 0, 1, 2])
def test_the_database_says_the_same(days: int) -> None:
    now = datetime.now(UTC)
    born = (now - timedelta(days=round(18 * 365.25))).date() + timedelta(days=days)
    made = User.objects.create(username="x", email="x@example.com", birth_date=born)
    unknown = User.objects.create(username="y", email="y@example.com")
    for user in (made, unknown):
        with connection.cursor() as cursor:
            sql = f"SELECT {_IS_MINOR.format(user='accounts_user')} FROM accounts_user WHERE id = %s"
            cursor.execute(sql, [user.pk])
            assert cursor.fetchone()[0] is counts_as_minor(user, datetime.now(UTC))


def test_minors_among_themselves_need_nobody() -> None:
    now = datetime(2030, 1, 7, tzinfo=UTC)
    young, old = User(id=1, birth_date=date(2014, 1, 1)), User(id=2, birth_date=date(1980, 1, 1))
    assert in_need([young, User(id=3, birth_date=date(2015, 1, 1))], now) == []
    assert in_need([old, User(id=4)], now) == []
    assert in_need([old, young], now) == [young]


@pytest.mark.parametrize(
    ("before", "after", "waits"),
    [
        ("2014-06-01", "1990-01-01", True),
        ("2014-06-01", "2014-05-31", True),
        ("2014-06-01", None, True),
        ("2014-06-01", "2015-01-01", False),
        ("2014-06-01", "2014-06-01", False),
        ("1990-01-01", None, False),
        ("1990-01-01", "1980-01-01", False),
        ("1990-01-01", "2014-01-01", False),
        (None, "1990-01-01", False),
        (None, None, False),
    ],
)
def test_only_a_minor_that_is_to_be_older_waits(before: str | None, after: str | None, waits: bool) -> None:
    days = [None if each is None else date.fromisoformat(each) for each in (before, after)]
    assert must_wait(*days, datetime(2030, 1, 7, tzinfo=UTC)) is waits
