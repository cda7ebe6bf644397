"""Notifications are numbered in the order in which they were committed, by whoever reads them first."""

from threading import Event

import pytest
from django.db import connection, transaction

from tests.crowd import at_once
from tests.domain.notifications.world import person, tell, wish
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.queries import after, number_of
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.services.numbering import number_waiting

pytestmark = pytest.mark.django_db


def numbers() -> list[tuple[str, int | None]]:
    return list(Notification.objects.order_by("id").values_list("title", "number"))


def test_each_person_has_numbers_of_their_own() -> None:
    nia, gus = person(), person("gus")
    for title in ("one", "two"):
        tell(nia, title)
        tell(gus, title)
    assert numbers() == [("one", None), ("one", None), ("two", None), ("two", None)]
    assert (number_waiting(nia.pk), number_waiting(gus.pk)) == (2, 2)
    assert numbers() == [("one", 1), ("one", 1), ("two", 2), ("two", 2)]
    assert number_waiting(nia.pk) == 2


def test_who_was_told_nothing_stands_at_nought() -> None:
    assert number_waiting(person().pk) == 0


def test_what_follows_a_number_comes_in_order_and_in_parts() -> None:
    nia = person()
    told = [tell(nia, f"Event {number}") for number in range(1, 6)]
    number_waiting(nia.pk)
    assert [each.number for each in after(nia.pk, 2, 2)] == [3, 4]
    assert after(nia.pk, 5, 2) == []
    assert number_of(nia.pk, told[2].public_id) == 3
    assert number_of(person("gus").pk, told[2].public_id) is None


def test_what_is_told_again_takes_the_next_number() -> None:
    nia = person()
    for title in ("one", "two"):
        tell(nia, title, kind="message.sent", topic=title)
    number_waiting(nia.pk)
    tell(nia, "one", kind="message.sent", topic="one")
    assert number_waiting(nia.pk) == 3
    assert [(each.title, each.number) for each in after(nia.pk, 0, 9)] == [("two", 2), ("one", 3)]


def test_what_is_not_in_the_list_has_none() -> None:
    nia = person()
    wish(nia, {"channels": {Kind.SELECTED: {Channel.IN_APP: False}}})
    tell(nia)
    assert number_waiting(nia.pk) == 0


@pytest.mark.django_db(transaction=True)
def test_eight_readers_at_once_leave_no_gap_and_no_number_twice() -> None:
    nia = person()
    with transaction.atomic():
        for number in range(20):
            tell(nia, f"Event {number}")

    def act(number: int) -> int:
        if number >= 8:
            tell(nia, f"Late {number}")
        return number_waiting(nia.pk)

    at_once(12, act)
    last = number_waiting(nia.pk)
    assert sorted(number or 0 for _, number in numbers()) == list(range(1, 25))
    assert last == 24


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_comes_after_what_others_had_by_then() -> None:
    nia = person()
    is_written, may_commit = Event(), Event()

    def slow() -> int:
        with transaction.atomic():
            tell(nia, "slow")
            is_written.set()
            assert may_commit.wait(20)
        return number_waiting(nia.pk)

    def quick() -> int:
        assert is_written.wait(20)
        tell(nia, "quick")
        last = number_waiting(nia.pk)
        may_commit.set()
        return last

    assert at_once(2, lambda number: quick() if number else slow()) == [2, 1]
    assert [each.title for each in after(nia.pk, 1, 9)] == ["slow"]


@pytest.mark.django_db(transaction=True)
def test_a_reader_waits_for_nobody_who_tells_it_again() -> None:
    nia = person()
    tell(nia, "one", kind="message.sent", topic="one")
    is_written, may_commit = Event(), Event()

    def slow() -> int:
        with transaction.atomic():
            tell(nia, "one", kind="message.sent", topic="one")
            is_written.set()
            assert may_commit.wait(20)
        return number_waiting(nia.pk)

    def quick() -> int:
        assert is_written.wait(20)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        last = number_waiting(nia.pk)
        may_commit.set()
        return last

    assert at_once(2, lambda number: quick() if number else slow()) == [1, 0]
