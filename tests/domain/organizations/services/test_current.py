"""Which membership is current, whoever changes it and however many at once."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.crowd import at_once
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.refusals import UnknownMember
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services import current, members
from trellis.domain.organizations.services.organizations import create_organization

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
in_threads = pytest.mark.django_db(transaction=True)


def person(name: str) -> User:
    return User.objects.create_user(name, f"{name}@example.com")


def working_at(user: User, count: int) -> list[Membership]:
    """Let the account join organizations that others own, each a day after the one before."""
    return [_joined(user, number) for number in range(count)]


def _joined(user: User, number: int) -> Membership:
    boss = create_organization(
        owner=person(f"boss{number}"), name=f"Firm {number}", domain=f"f{number}.example", now=NOW
    )
    with transaction.atomic():
        current.make_none_current(user.pk)
        return Membership.objects.create(
            organization_id=boss.organization_id,
            user=user,
            role=Role.STAFF,
            joined_at=NOW + timedelta(days=number),
        )


def leave(member: Membership) -> None:
    members.let_go(actor=member, user_id=member.user_id, now=NOW)


@pytest.mark.django_db
def test_who_leaves_the_current_one_acts_in_the_one_that_they_joined_last() -> None:
    eve = person("eve")
    first, second, third = working_at(eve, 3)
    current.make_current(user=eve, organization_id=first.organization_id)
    leave(first)
    assert membership_of(eve) == third
    leave(second)
    assert membership_of(eve) == third, "another one was left"
    leave(third)
    assert membership_of(eve) is None


@pytest.mark.django_db
def test_who_left_an_organization_cannot_make_it_current() -> None:
    eve = person("eve")
    first, second = working_at(eve, 2)
    leave(first)
    with pytest.raises(UnknownMember):
        current.make_current(user=eve, organization_id=first.organization_id)
    assert membership_of(eve) == second


@pytest.mark.django_db
def test_the_database_takes_no_two_current_ones() -> None:
    eve = person("eve")
    working_at(eve, 2)
    with pytest.raises(IntegrityError, match="membership_one_current_per_account"), transaction.atomic():
        Membership.objects.filter(user=eve).update(is_current=True)


@pytest.mark.django_db
def test_the_database_takes_no_account_of_whose_memberships_none_is_current() -> None:
    eve = person("eve")
    working_at(eve, 2)
    with pytest.raises(IntegrityError, match="none is current"), transaction.atomic():
        current.make_none_current(eve.pk)
        connection.check_constraints()


@in_threads
def test_of_many_who_switch_at_once_all_are_served_and_one_is_current() -> None:
    eve = person("eve")
    joined = working_at(eve, 4)

    def switch(number: int) -> str:
        to = joined[number % 4].organization_id
        return current.switch(user=eve, organization_id=to, until=NOW, now=NOW)

    assert all(at_once(12, switch))
    assert Membership.objects.filter(user=eve, is_current=True).count() == 1


@in_threads
def test_switching_beside_leaving_leaves_one_current_membership_that_is_active() -> None:
    eve = person("eve")
    *leaving, stays = working_at(eve, 9)
    for going in leaving:
        current.make_current(user=eve, organization_id=stays.organization_id)
        verbs: list[Callable[[], object]] = [
            lambda going=going: current.make_current(user=eve, organization_id=going.organization_id),  # type: ignore[misc]
            lambda going=going: leave(going),  # type: ignore[misc]
        ]

        def act(number: int, verbs: list[Callable[[], object]] = verbs) -> str:
            try:
                verbs[number]()
            except UnknownMember:
                return "gone"
            return "done"

        assert Counter(at_once(2, act))["done"] >= 1
        now_current = Membership.objects.get(user=eve, is_current=True)
        assert now_current.is_active
        assert now_current != going
