"""What brings points, which level they make, and that nobody changes them."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.domain.learning.factory import NOW, person
from trellis.core.models import Event
from trellis.domain.learning.models import PointsEntry
from trellis.domain.learning.queries.standing import standing_of
from trellis.domain.learning.rules.choices import Reason
from trellis.domain.learning.rules.points import POINTS, level_of, next_level_points
from trellis.domain.learning.services.earning import give_points

pytestmark = pytest.mark.django_db


def test_the_printed_level_is_that_of_the_printed_points() -> None:
    assert (level_of(1250), next_level_points(1250)) == (7, 1500)


@pytest.mark.parametrize(
    ("points", "level", "following"),
    [
        (0, 1, 100),
        (99, 1, 100),
        (100, 2, 250),
        (249, 2, 250),
        (250, 3, 500),
        (1249, 6, 1250),
        (1500, 8, 1750),
    ],
)
def test_levels_begin_where_they_are_said_to(points: int, level: int, following: int) -> None:
    assert (level_of(points), next_level_points(points)) == (level, following)


def test_a_level_never_falls_with_more_points() -> None:
    levels = [level_of(points) for points in range(3000)]
    assert levels == sorted(levels)
    assert all(level_of(next_level_points(points)) == level_of(points) + 1 for points in range(3000))


def test_everything_that_counts_has_its_points() -> None:
    assert set(POINTS) == set(Reason)
    assert POINTS[Reason.MILESTONE] == 50


def test_a_fact_brings_its_points_once() -> None:
    user = person()

    def give(reason: Reason, key: int) -> int:
        return give_points(user=user, reason=reason, subject_id=key, category_id=None, now=NOW)

    assert [give(Reason.SESSION, 1), give(Reason.SESSION, 1), give(Reason.SESSION, 2)] == [75, 0, 75]
    assert give(Reason.REVIEW, 1) == 25
    assert standing_of(user, now=NOW).points == 175
    assert Event.objects.filter(kind="points.earned").count() == 3


def test_the_database_lets_nobody_change_or_double_them() -> None:
    user = person()
    give_points(user=user, reason=Reason.COURSE, subject_id=1, category_id=None, now=NOW)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PointsEntry.objects.update(points=1000)
    with pytest.raises(IntegrityError), transaction.atomic():
        PointsEntry.objects.create(user=user, reason=Reason.COURSE, subject_id=1, points=1, earned_at=NOW)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def watch(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def test_where_somebody_stands_is_asked_in_one_statement(statements: list[str]) -> None:
    user = person()
    statements.clear()
    standing_of(user, now=NOW)
    assert len(statements) == 1


@pytest.mark.usefixtures("world")
def test_sessions_and_reviews_of_before_there_were_points_bring_theirs() -> None:
    given = PointsEntry.objects.filter(reason__in=(Reason.SESSION, Reason.REVIEW))
    before = set(given.values_list("user", "reason", "subject_id", "points"))
    assert len(before) > 10
    given.delete()
    (given_later,) = import_module("trellis.domain.learning.migrations.0007_done_before").Migration.operations
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(given_later.sql)
    assert set(given.values_list("user", "reason", "subject_id", "points")) == before
    assert set(given.values_list("category__slug", flat=True)) == {"creativity-arts"}
