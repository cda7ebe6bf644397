"""So many places under a key, whoever asks for them at once, and none is held by the dead."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.crowd import at_once
from trellis.core import places
from trellis.core.models import Place as Row
from trellis.core.places import NoPlace, Place, PlaceLost, take_place

pytestmark = pytest.mark.django_db


def lapse(place: Place) -> None:
    """Let time pass in which the holder says nothing."""
    Row.objects.filter(holder=place.holder).update(until=timezone.now() - timedelta(seconds=1))


def test_there_are_no_more_than_so_many_under_a_key() -> None:
    taken = [take_place("film:1", of=2) for _ in range(2)]
    with pytest.raises(NoPlace):
        take_place("film:1", of=2)
    assert take_place("film:2", of=2)
    taken[0].leave()
    assert take_place("film:1", of=2)
    with pytest.raises(NoPlace):
        take_place("film:1", of=2)


def test_a_place_of_one_who_died_is_free_when_its_lease_has_run_out() -> None:
    dead = take_place("film:1", of=1)
    lapse(dead)
    heir = take_place("film:1", of=1)
    dead.leave()
    assert Row.objects.get().holder == heir.holder


def test_who_goes_on_keeps_their_place_and_asks_the_database_seldom(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    place = take_place("film:1", of=1)
    with django_assert_num_queries(0):
        place.keep()
    monkeypatch.setattr(places, "_KEPT_AFTER_SECONDS", 0)
    lapse(place)
    with django_assert_num_queries(1):
        place.keep()
    with pytest.raises(NoPlace):
        take_place("film:1", of=1)


def test_who_was_silent_too_long_is_told_that_the_place_is_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_KEPT_AFTER_SECONDS", 0)
    slow = take_place("film:1", of=1)
    lapse(slow)
    take_place("film:1", of=1).keep()
    with pytest.raises(PlaceLost):
        slow.keep()


def test_it_may_be_left_twice() -> None:
    place = take_place("film:1", of=1)
    place.leave()
    heir = take_place("film:1", of=1)
    place.leave()
    assert Row.objects.get().holder == heir.holder


@pytest.mark.django_db(transaction=True)
def test_of_16_at_once_so_many_get_one_as_there_are() -> None:
    def take(_: int) -> bool:
        try:
            return bool(take_place("crowd", of=5))
        except NoPlace:
            return False
        finally:
            connection.close()

    assert sorted(at_once(16, take)) == [False] * 11 + [True] * 5
