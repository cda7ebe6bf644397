"""Places at events: who asks in time has one, who comes later waits, in order, and moves up once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.crowd import at_once
from tests.domain.community.world import HOUR, SOON, event_of, group_of, promote, turnout
from tests.domain.mentorship.world import NOW, people
from trellis.domain.accounts.models import User
from trellis.domain.community.models import Attendance, Gathering
from trellis.domain.community.queries.gatherings import attendances_at, link_for, shared_with
from trellis.domain.community.refusals import (
    BadTime,
    EventOff,
    EventOver,
    NotAMember,
    NotAnAdmin,
    NotComing,
    TooFewPlaces,
)
from trellis.domain.community.services.attending import attend, withdraw, withdraw_all
from trellis.domain.community.services.groups import leave
from trellis.domain.community.services.scheduling import (
    cancel_gathering,
    change_gathering,
    plan_house_gathering,
)
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db


def _come(gathering: Gathering, *crowd: User) -> None:
    for each in crowd:
        attend(gathering=gathering, person=each, now=NOW)


def _told(user: User) -> list[str]:
    return list(Notification.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_want_one_place_at_once_one_has_it_and_one_moves_up_once() -> None:
    crowd = people(21)
    evening = event_of(group_of(*crowd), crowd[0], capacity=1)
    at_once(20, lambda number: attend(gathering=evening, person=crowd[number + 1], now=NOW))
    before = turnout(evening)
    assert [len(each) for each in before.values()] == [1, 19]
    winner = User.objects.get(username=before["attending"][0])
    at_once(2, lambda _: withdraw(gathering=evening, person=winner, now=NOW))
    assert turnout(evening) == {"attending": before["waiting"][:1], "waiting": before["waiting"][1:]}
    (told,) = Notification.objects.filter(kind="gathering.moved_up")
    assert (told.recipient.username, told.title) == (before["waiting"][0], "You have a place at Evening")


def test_who_asks_again_keeps_their_place_in_the_order() -> None:
    ann, bob, cid, dan = people(4)
    evening = event_of(group_of(ann, bob, cid, dan), ann, capacity=1)
    _come(evening, ann, bob, cid, bob, dan)
    withdraw(gathering=evening, person=cid, now=NOW)
    withdraw(gathering=evening, person=ann, now=NOW)
    assert turnout(evening) == {"attending": [bob.username], "waiting": [dan.username]}


def test_more_room_lets_those_who_wait_in_and_less_than_is_taken_is_refused() -> None:
    ann, *crowd = people(5)
    evening = event_of(group_of(ann, *crowd), ann, capacity=1)
    _come(evening, *crowd)
    change_gathering(gathering=evening, actor=ann, changes={"capacity": 3}, now=NOW)
    names = [each.username for each in crowd]
    assert turnout(evening) == {"attending": names[:3], "waiting": names[3:]}
    with pytest.raises(TooFewPlaces):
        change_gathering(gathering=evening, actor=ann, changes={"capacity": 2}, now=NOW)
    change_gathering(gathering=evening, actor=ann, changes={"capacity": None}, now=NOW)
    assert turnout(evening) == {"attending": names, "waiting": []}


def test_the_database_lets_nobody_in_beyond_the_capacity() -> None:
    ann, bob, cid = people(3)
    evening = event_of(group_of(ann, bob, cid), ann, capacity=1)
    _come(evening, bob, cid)
    with pytest.raises(IntegrityError, match="gathering_not_overfull"), transaction.atomic():
        Attendance.objects.filter(person=cid).update(status="attending")


def test_an_event_of_a_group_is_for_its_members_and_that_of_the_house_for_all() -> None:
    ann, bob = people(2)
    group = group_of(ann)
    with pytest.raises(NotAMember):
        attend(gathering=event_of(group, ann), person=bob, now=NOW)
    plan = {"title": "Open day", "starts_at": SOON, "ends_at": SOON + HOUR, "timezone": "UTC"}
    house = plan_house_gathering(said=plan, actor_id=None, now=NOW)
    attend(gathering=house, person=bob, now=NOW)
    withdraw_all(user=bob, now=NOW)
    assert turnout(house) == {"attending": [], "waiting": []}


def test_who_leaves_the_group_gives_up_their_place() -> None:
    ann, bob, cid = people(3)
    group = group_of(ann, bob, cid)
    evening = event_of(group, ann, capacity=1)
    _come(evening, bob, cid)
    leave(group=group, person=bob, now=NOW)
    assert turnout(evening) == {"attending": [cid.username], "waiting": []}


def test_what_was_called_off_or_is_over_is_not_come_to() -> None:
    ann, bob = people(2)
    group = group_of(ann, bob)
    evening, other = event_of(group, ann), event_of(group, ann)
    attend(gathering=evening, person=bob, now=NOW)
    for _ in range(2):
        cancel_gathering(gathering=evening, actor=ann, now=NOW)
    assert _told(bob) == ["Evening was called off"]
    with pytest.raises(EventOff):
        attend(gathering=evening, person=ann, now=NOW)
    with pytest.raises(EventOff):
        change_gathering(gathering=evening, actor=ann, changes={"title": "On"}, now=NOW)
    with pytest.raises(EventOver):
        attend(gathering=other, person=bob, now=SOON + HOUR)
    with pytest.raises(EventOver):
        cancel_gathering(gathering=other, actor=ann, now=SOON + HOUR)


def test_who_comes_is_told_of_another_time_and_not_of_another_title() -> None:
    ann, bob = people(2)
    evening = event_of(group_of(ann, bob), ann)
    _come(evening, ann, bob)
    change_gathering(gathering=evening, actor=ann, changes={"title": "Night"}, now=NOW)
    assert _told(bob) == []
    later = {"starts_at": SOON + HOUR, "ends_at": SOON + 2 * HOUR}
    changed = change_gathering(gathering=evening, actor=ann, changes=later, now=NOW)
    assert (_told(bob), _told(ann), changed.version) == (["Night has changed"], [], 3)
    assert changed.occurrences.get().starts_at == SOON + HOUR


def test_admins_alone_plan_in_time() -> None:
    ann, bob = people(2)
    group = group_of(ann, bob)
    promote(group, bob)
    with pytest.raises(NotAnAdmin):
        event_of(group, bob)
    for times in (
        {"starts_at": NOW - HOUR},
        {"starts_at": NOW + timedelta(days=2000)},
        {"starts_at": SOON, "ends_at": SOON},
        {"starts_at": SOON, "ends_at": SOON + timedelta(days=15)},
    ):
        with pytest.raises(BadTime):
            event_of(group, ann, **times)


def test_where_to_meet_and_who_comes_is_for_those_who_come() -> None:
    ann, bob, cid = people(3)
    evening = event_of(group_of(ann, bob, cid), ann, capacity=1, online_link="https://meet.example/x")
    _come(evening, bob, cid)
    shown = {each.username: link_for(evening, each.pk) for each in (ann, bob, cid)}
    assert shown == {
        ann.username: "https://meet.example/x",
        bob.username: "https://meet.example/x",
        cid.username: None,
    }
    assert shared_with(bob, evening.public_id) == evening.pk
    assert attendances_at(evening).count() == 2
    with pytest.raises(NotComing):
        shared_with(cid, evening.public_id)
