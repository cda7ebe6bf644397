"""A service that PostgreSQL chose as the victim of a deadlock runs once more, and no oftener."""

from collections import Counter
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from tests.core.rendering.toy.models import Publisher
from tests.crowd import at_once
from trellis.core.db.errors import constraint_of, retried_once, sqlstate_of

DEADLOCK, SERIALIZATION, UNIQUE = "40P01", "40001", "23505"


def fail_with(sqlstate: str) -> None:
    """Have PostgreSQL raise that very error."""
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{sqlstate}'; END $$")


@pytest.mark.django_db(transaction=True)
def test_of_two_that_lock_each_other_out_both_succeed_in_the_end() -> None:
    houses = [Publisher.objects.create(name="0") for _ in range(2)]
    both_hold_one, one_is_through = Barrier(2), Event()
    tries: Counter[int] = Counter()

    @retried_once
    def add_to_both(number: int) -> str:
        tries[number] += 1
        if tries[number] == 2:
            # A lock that the victim gave up may be had again before the other wakes: a second deadlock.
            assert one_is_through.wait(timeout=30)
        with transaction.atomic():
            for step, house in enumerate(houses if number == 0 else houses[::-1]):
                held = Publisher.objects.select_for_update().get(pk=house.pk)
                held.name = str(int(held.name) + 1)
                held.save(update_fields=["name"])
                if step == 0 and tries[number] == 1:
                    both_hold_one.wait(timeout=30)
        one_is_through.set()
        return f"done {number}"

    assert at_once(2, add_to_both) == ["done 0", "done 1"]
    assert sum(tries.values()) == 3
    assert set(Publisher.objects.values_list("name", flat=True)) == {"2"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sqlstate", [DEADLOCK, SERIALIZATION])
def test_it_is_run_again_once_with_the_same_arguments(sqlstate: str) -> None:
    calls: list[Any] = []

    @retried_once
    def service(*args: Any, **kwargs: Any) -> str:
        calls.append((args, kwargs))
        if len(calls) == 1:
            fail_with(sqlstate)
        return "done"

    assert service(1, b=2) == "done"
    assert calls == [((1,), {"b": 2})] * 2


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_lost_twice_goes_up() -> None:
    calls = []

    @retried_once
    def service() -> None:
        calls.append(1)
        fail_with(DEADLOCK)

    with pytest.raises(OperationalError):
        service()
    assert len(calls) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sqlstate", [UNIQUE, "55P03", "57014", "22012", "P0001"])
def test_no_other_refusal_of_the_database_is_tried_again(sqlstate: str) -> None:
    calls = []

    @retried_once
    def service() -> None:
        calls.append(1)
        fail_with(sqlstate)

    with pytest.raises(DatabaseError) as raised:
        service()
    assert len(calls) == 1
    assert sqlstate_of(raised.value) == sqlstate


@pytest.mark.django_db(transaction=True)
def test_no_other_exception_is_tried_again() -> None:
    calls = []

    @retried_once
    def service() -> None:
        calls.append(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        service()
    assert len(calls) == 1


@pytest.mark.django_db(transaction=True)
def test_inside_somebody_elses_transaction_nothing_is_tried_again() -> None:
    calls = []

    @retried_once
    def service() -> None:
        calls.append(1)
        fail_with(DEADLOCK)

    with pytest.raises(OperationalError), transaction.atomic():
        service()
    assert len(calls) == 1


@pytest.mark.django_db(transaction=True)
def test_what_the_first_try_wrote_is_there_once() -> None:
    calls = []

    @retried_once
    def service() -> None:
        calls.append(1)
        with transaction.atomic():
            Publisher.objects.create(name="House")
            if len(calls) == 1:
                fail_with(SERIALIZATION)

    service()
    assert Publisher.objects.count() == 1


@pytest.mark.django_db
def test_the_words_of_postgresql_are_read_from_djangos_error() -> None:
    house = Publisher.objects.create(name="House")
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        Publisher.objects.create(pk=house.pk, name="Other")
    assert (sqlstate_of(raised.value), constraint_of(raised.value)) == (UNIQUE, "toy_publisher_pkey")


def test_an_error_that_is_not_postgresqls_has_none() -> None:
    assert sqlstate_of(DatabaseError("x")) is None
    assert constraint_of(DatabaseError("x")) is None


def test_the_service_keeps_its_name_and_words() -> None:
    @retried_once
    def book() -> None:
        """Book it."""

    assert (book.__name__, book.__doc__) == ("book", "Book it.")
