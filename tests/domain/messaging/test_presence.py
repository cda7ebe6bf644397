"""Who is connected: as each process says, for as long as it says so."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.domain.mentorship.world import NOW, person
from trellis.domain.messaging.models import Manners, Presence
from trellis.domain.messaging.queries.presence import is_online, online_among, shown_online
from trellis.domain.messaging.services.presence import forget_dead, say_gone, say_here

pytestmark = pytest.mark.django_db
HERE, THERE = uuid4(), uuid4()


def test_somebody_is_online_while_a_process_says_so_and_a_little_longer() -> None:
    ada = person("ada")
    say_here(process=HERE, people=[ada.pk], now=NOW)
    assert is_online(person_id=ada.pk, now=NOW + timedelta(seconds=74))
    assert not is_online(person_id=ada.pk, now=NOW + timedelta(seconds=75))
    say_here(process=HERE, people=[ada.pk], now=NOW + timedelta(seconds=60))
    assert is_online(person_id=ada.pk, now=NOW + timedelta(seconds=75))


def test_who_has_left_one_process_is_online_while_another_has_them() -> None:
    ada, ben = person("ada"), person("ben")
    for process in (HERE, THERE):
        say_here(process=process, people=[ada.pk, ben.pk], now=NOW)
    say_gone(process=HERE, people=[ada.pk])
    assert online_among([ada.pk, ben.pk], now=NOW) == {ada.pk, ben.pk}
    say_gone(process=THERE, people=[ada.pk])
    assert online_among([ada.pk, ben.pk], now=NOW) == {ben.pk}


def test_an_account_that_is_gone_keeps_nobody_else_from_being_seen() -> None:
    ada, ben = person("ada"), person("ben")
    people = [ada.pk, ben.pk]
    ben.delete()
    say_here(process=HERE, people=people, now=NOW)
    assert online_among(people, now=NOW) == {ada.pk}


def test_who_hides_is_shown_to_nobody_and_sees_nobody_but_themselves() -> None:
    ada, ben, eve = person("ada"), person("ben"), person("eve")
    everybody = [ada.pk, ben.pk, eve.pk]
    say_here(process=HERE, people=everybody, now=NOW)
    Manners.objects.create(person=ben, show_presence=False)
    assert shown_online(everybody, viewer_id=ada.pk, now=NOW) == {ada.pk, eve.pk}
    assert shown_online(everybody, viewer_id=ben.pk, now=NOW) == {ben.pk}
    assert is_online(person_id=ben.pk, now=NOW), "for ourselves they are there all the same"


def test_what_dead_processes_have_said_is_forgotten() -> None:
    ada = person("ada")
    say_here(process=HERE, people=[ada.pk], now=NOW - timedelta(hours=2))
    say_here(process=THERE, people=[ada.pk], now=NOW)
    forget_dead(now=NOW)
    assert list(Presence.objects.values_list("process", flat=True)) == [THERE]
