"""A minor's birth date is made older, or taken away, by staff alone."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.domain.guardians.world import OF_15, OF_40, minor_of, staff
from tests.domain.mentorship.world import NOW, person
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import BirthDateChange
from trellis.domain.guardians.refusals import AlreadyDecided, InvalidBirthDate
from trellis.domain.guardians.rules import Answer
from trellis.domain.guardians.services.birth_dates import (
    approve_change,
    refuse_change,
    say_birth_date,
    set_birth_date,
)
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db


def _say(user: User, birth_date: date | None) -> bool:
    return say_birth_date(user=user, birth_date=birth_date, actor_id=user.pk, now=NOW)


def _stored(user: User) -> date | None:
    return User.objects.get(pk=user.pk).birth_date


@pytest.mark.parametrize("after", [OF_40, date(2014, 5, 31), None])
def test_what_would_end_the_protection_waits(after: date | None) -> None:
    nia = minor_of()
    assert _say(nia, after) is False
    assert (nia.birth_date, _stored(nia)) == (OF_15, OF_15)
    change = BirthDateChange.objects.get()
    assert (change.before, change.after, change.status) == (OF_15, after, Answer.WAITING)
    assert Notification.objects.get(recipient=nia).title == "Your new birth date waits for us"


def test_the_first_date_and_a_younger_one_are_taken_at_once() -> None:
    tom = person("tom")
    for day in (OF_40, OF_15, date(2016, 1, 1)):
        assert _say(tom, day) is True
        assert _stored(tom) == day
    assert not BirthDateChange.objects.exists()


def test_another_wish_replaces_the_one_that_waits_and_the_old_date_takes_it_back() -> None:
    nia = minor_of()
    _say(nia, OF_40)
    first = BirthDateChange.objects.get()
    _say(nia, OF_40)
    assert BirthDateChange.objects.get() == first
    _say(nia, None)
    second = BirthDateChange.objects.get()
    assert (second == first, second.after) == (False, None)
    with pytest.raises(AlreadyDecided):
        approve_change(change=first, actor_id=staff().pk, now=NOW)
    assert _say(nia, OF_15) is True
    assert not BirthDateChange.objects.exists()


def test_staff_approve_or_refuse_once() -> None:
    nia, boss = minor_of(), staff()
    _say(nia, OF_40)
    change = BirthDateChange.objects.get()
    refuse_change(change=change, actor_id=boss.pk, now=NOW)
    assert _stored(nia) == OF_15
    with pytest.raises(AlreadyDecided):
        approve_change(change=change, actor_id=boss.pk, now=NOW)
    _say(nia, OF_40)
    change = BirthDateChange.objects.get(status=Answer.WAITING)
    approve_change(change=change, actor_id=boss.pk, now=NOW)
    change.refresh_from_db()
    assert (_stored(nia), change.decided_by, change.decided_at) == (OF_40, boss, NOW)


def test_staff_write_dates_whatever_waits() -> None:
    nia, boss = minor_of(), staff()
    _say(nia, None)
    made = set_birth_date(user=nia, birth_date=OF_40, actor_id=boss.pk, now=NOW)
    assert (_stored(nia), list(BirthDateChange.objects.all())) == (OF_40, [made])


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2030, 1, 8)])
def test_nobody_who_lives_was_born_then(day: date) -> None:
    with pytest.raises(InvalidBirthDate):
        _say(minor_of(), day)


@pytest.mark.parametrize("after", [OF_40, None])
def test_the_database_takes_it_from_nobody_who_has_not_asked(after: date | None) -> None:
    nia = minor_of(birth_date=date(2020, 1, 1))
    with pytest.raises(IntegrityError, match="by staff alone"), transaction.atomic():
        User.objects.filter(pk=nia.pk).update(birth_date=after)
    nia.birth_date = after
    with pytest.raises(IntegrityError), transaction.atomic():
        nia.save()
    User.objects.filter(pk=nia.pk).update(birth_date=date(2021, 1, 1))
    assert _stored(nia) == date(2021, 1, 1)


def test_the_leave_that_the_service_has_ends_with_its_statement() -> None:
    nia, other = minor_of(birth_date=date(2020, 1, 1)), minor_of("other", birth_date=date(2020, 1, 1))
    set_birth_date(user=nia, birth_date=OF_40, actor_id=staff().pk, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=other.pk).update(birth_date=OF_40)


def test_an_account_that_is_shut_can_be_emptied() -> None:
    nia = minor_of(birth_date=date(2020, 1, 1), is_active=False)
    User.objects.filter(pk=nia.pk).update(birth_date=None)
    assert _stored(nia) is None
