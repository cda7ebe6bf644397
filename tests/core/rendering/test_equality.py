"""The same rows through PostgreSQL and through plain DRF."""

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import JSONField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework import serializers

from tests.core.rendering.toy.models import Author, Book, Profile, Publisher
from tests.core.rendering.toy.serializers import author_page, publisher_page
from trellis.core.rendering import Computed, compile_page
from trellis.core.rendering.testing import assert_renders_equal

pytestmark = pytest.mark.django_db

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
NASTY = [
    '"',
    "\\",
    "\\u0000",
    "'",
    "\x01\x1f\x7f",
    "\u2028</script>",
    "😀é中",
    "%s %% $1",
    "{x}",
    "\r\n\t",
]


def texts(size: int) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(NASTY), st.text(LETTERS, max_size=size))


def moments() -> st.SearchStrategy[dt.datetime]:
    """Python prints years before 1000 without leading zeros in strftime, on some systems."""
    anything = st.datetimes(dt.datetime(1000, 1, 1), dt.datetime(9999, 12, 30))
    return st.one_of(anything, anything.map(lambda each: each.replace(microsecond=0))).map(
        lambda each: each.replace(tzinfo=dt.UTC)
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False) | texts(10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
AUTHORS = st.fixed_dictionaries(
    {
        "name": texts(300),
        "nickname": st.none() | texts(30),
        "mood": st.sampled_from(["glad", "sad", "", "new", None]),
        "rank": st.sampled_from([1, 2, 3, None]),
        "age": st.none() | st.integers(-(2**31), 2**31 - 1),
        "followers": st.integers(-(2**63), 2**63 - 1),
        "is_active": st.booleans(),
        "is_known": st.none() | st.booleans(),
        "rating": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "balance": st.none() | st.decimals(-(10**9), 10**9, places=2),
        "birth_date": st.none() | st.dates(min_value=dt.date(1000, 1, 1)),
        "wakes_at": st.none() | st.times() | st.just(dt.time(7, 30)),
        "joined_at": moments(),
        "seen_at": st.none() | moments(),
        "token": st.none() | st.uuids(),
        "data": JSON,
        "tags": st.lists(texts(10), max_size=3),
        "scores": st.none() | st.lists(st.integers(-9, 9), max_size=3),
        "portrait": st.sampled_from(["", "a/b.jpg", "ä b/100%?#&=+;,@$~!*()'.jpg"]) | texts(20),
        "cover": st.none() | st.sampled_from(["", "c.png", "/lead", "back\\slash", '"q"']),
    }
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(AUTHORS, min_size=1, max_size=4), order=st.randoms(use_true_random=False))
def test_it_prints_what_plain_drf_prints(db: None, rows: list[dict[str, Any]], order: Any) -> None:
    keys = [author(number, **row).pk for number, row in enumerate(rows)]
    order.shuffle(keys)

    assert_renders_equal(author_page, [*keys, 10**15])


def author(number: int, **columns: Any) -> Author:
    """Save an author whose relations are there or absent by turns."""
    house = Publisher.objects.create(name=f"Haus {number} %\"'", founded_date=dt.date(1999, 1, 2))
    publisher = house if number % 2 else None
    row = Author.objects.create(home=house, publisher=publisher, **columns)
    if number % 3 != 1:
        agent = Author.objects.create(name="Agent", home=house, joined_at=dt.datetime.now(dt.UTC))
        Profile.objects.create(author=row, bio="b", agent=agent if number % 3 else None)
        books(agent, 2)
    books(row, number)
    return row


def books(writer: Author, count: int) -> None:
    for number in range(count):
        Book.objects.create(
            author=writer,
            publisher=writer.home if number % 2 else None,
            title=f"{writer.name[:50]} {number}",
            price=Decimal("10.05") + number,
            written_at=dt.datetime(2024, 1, 1 + number // 2, tzinfo=dt.UTC),
        )


def test_json_null_and_sql_null_are_both_null() -> None:
    stored = author(0, name="n", joined_at=dt.datetime.now(dt.UTC), data=Value(None, JSONField()))

    assert_renders_equal(author_page, [stored.pk])


def test_numbers_that_json_has_not_are_null() -> None:
    now = dt.datetime.now(dt.UTC)
    for number in (math.nan, math.inf, -math.inf):
        row = author(0, name="n", joined_at=now, rating=number)
        assert b'"rating":null' in author_page.render([row.pk])


@pytest.mark.parametrize("number", [75.0, -3.0, 0.5, 1e15, 1e300, 2.5e-7])
def test_a_float_has_a_point_though_it_be_whole(number: float) -> None:
    row = author(0, name="n", joined_at=dt.datetime.now(dt.UTC), rating=number)
    assert_renders_equal(author_page, [row.pk])


def test_a_very_long_text_comes_through() -> None:
    row = author(0, name='ü"' * 500_000, joined_at=dt.datetime.now(dt.UTC))

    assert_renders_equal(author_page, [row.pk])


def test_keys_may_be_uuids() -> None:
    rows = [Publisher.objects.create(name=f"P{number}") for number in range(3)]

    assert_renders_equal(publisher_page, [row.pk for row in reversed(rows)])


class TwoMinds(Computed):
    """What the equality helper is there to find."""

    output = serializers.IntegerField()
    sql = "1"

    def compute(self, row: Publisher) -> int:
        return 2


class Disagreeing(serializers.ModelSerializer[Publisher]):
    opinion = TwoMinds()

    class Meta:
        model = Publisher
        fields = ["id", "opinion"]


def test_a_twin_that_disagrees_is_found() -> None:
    row = Publisher.objects.create(name="P")
    page = compile_page(Disagreeing)

    with pytest.raises(AssertionError, match=r"Disagreeing: \$\[0\]\.opinion is 1, in plain DRF 2"):
        assert_renders_equal(page, [row.pk])
