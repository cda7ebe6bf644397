"""Who comes to groups and goes, and that each has somebody who can moderate it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.crowd import at_once
from tests.domain.community.world import event_of, group_of, promote, roles_in, said, turnout
from tests.domain.mentorship.world import NOW, people, person
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Category
from trellis.domain.community.models import Group, Membership
from trellis.domain.community.queries.groups import category_named, suggested_groups
from trellis.domain.community.refusals import IsBanned, LastAdmin, NotAMember, OutOfReach, UnknownGroup
from trellis.domain.community.rules.choices import Role
from trellis.domain.community.services.attending import attend
from trellis.domain.community.services.groups import found_group, join, leave, leave_all
from trellis.domain.community.services.roles import ban, give_role, remove_person, unban
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db


def _told(user: User) -> list[str]:
    return list(Notification.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))


def test_the_eldest_moderator_is_the_admin_when_the_only_one_leaves_a_group_of_thirty() -> None:
    crowd = people(30)
    group = group_of(*crowd)
    for late in (crowd[7], crowd[20]):
        promote(group, late)
    leave(group=group, person=crowd[0], now=NOW)
    roles = roles_in(group)
    assert {name for name, role in roles.items() if role == "admin"} == {crowd[7].username}
    assert len(roles) == 29
    assert _told(crowd[7]) == ["You are an admin of Design now"]
    assert _told(crowd[20]) == []


def test_without_a_moderator_it_is_the_eldest_member_whose_account_is_open() -> None:
    ann, bob, cid = people(3)
    group = group_of(ann, bob, cid)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    leave(group=group, person=ann, now=NOW)
    assert roles_in(group) == {bob.username: "member", cid.username: "admin"}


def test_another_admin_who_stays_is_enough() -> None:
    ann, bob, cid = people(3)
    group = group_of(ann, bob, cid)
    promote(group, cid, Role.ADMIN)
    leave(group=group, person=ann, now=NOW)
    assert roles_in(group) == {bob.username: "member", cid.username: "admin"}


def test_the_last_admin_is_not_made_less() -> None:
    ann, bob = people(2)
    group = group_of(ann, bob)
    with pytest.raises(LastAdmin):
        give_role(group=group, actor=ann, person=ann, role=Role.MEMBER, now=NOW)
    give_role(group=group, actor=ann, person=bob, role=Role.ADMIN, now=NOW)
    give_role(group=group, actor=bob, person=ann, role=Role.MEMBER, now=NOW)
    assert roles_in(group) == {ann.username: "member", bob.username: "admin"}


def test_the_database_keeps_an_admin_in_every_group() -> None:
    ann, bob = people(2)
    group = group_of(ann, bob)
    with pytest.raises(IntegrityError, match="nobody who can moderate"), transaction.atomic():
        Membership.objects.filter(group=group, person=ann).delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_group_ends_with_its_last_member() -> None:
    (ann,) = people(1)
    group = group_of(ann)
    leave(group=group, person=ann, now=NOW)
    group.refresh_from_db()
    assert (group.closed_at, group.member_count) == (NOW, 0)
    with pytest.raises(UnknownGroup):
        join(group=group, person=ann, now=NOW)


def test_who_leaves_twice_has_left_once() -> None:
    ann, bob = people(2)
    group = group_of(ann, bob)
    for _ in range(2):
        leave(group=group, person=bob, now=NOW)
    group.refresh_from_db()
    assert group.member_count == 1


@pytest.mark.django_db(transaction=True)
def test_all_admins_who_leave_at_once_leave_an_admin() -> None:
    crowd = people(8)
    group = group_of(*crowd)
    Membership.objects.filter(group=group, person__in=crowd[:6]).update(role=Role.ADMIN)
    at_once(6, lambda number: leave(group=group, person=crowd[number], now=NOW))
    assert list(roles_in(group).values()).count("admin") == 1


@pytest.mark.django_db(transaction=True)
def test_the_count_of_members_is_that_of_the_rows_whoever_comes_and_goes_at_once() -> None:
    crowd = people(12)
    group = group_of(crowd[0], *crowd[1:6])

    def act(number: int) -> None:
        verb = leave if number < 6 else join
        verb(group=group, person=crowd[number], now=NOW)

    at_once(12, act)
    group.refresh_from_db()
    assert group.member_count == Membership.objects.filter(group=group).count() == 6


def test_who_is_banned_does_not_come_again_and_is_out_of_its_events() -> None:
    ann, bob, cid = people(3)
    group = group_of(ann, bob, cid)
    evening = event_of(group, ann, capacity=1)
    for each in (bob, cid):
        attend(gathering=evening, person=each, now=NOW)
    ban(group=group, actor=ann, person=bob, why="Advertising", now=NOW)
    ban(group=group, actor=ann, person=bob, why="Again", now=NOW)
    assert turnout(evening) == {"attending": [cid.username], "waiting": []}
    with pytest.raises(IsBanned):
        join(group=group, person=bob, now=NOW)
    with pytest.raises(IsBanned):
        said(bob, group)
    (notice,) = Notification.objects.filter(recipient=bob)
    assert (notice.title, notice.body) == ("You were banned from Design", "The reason: Advertising")
    unban(group=group, actor=ann, person=bob, now=NOW)
    assert join(group=group, person=bob, now=NOW)[1] is True


def test_who_moderates_reaches_members_alone() -> None:
    ann, bob, cid, dan = people(4)
    group = group_of(ann, bob, cid, dan)
    for each in (bob, cid):
        promote(group, each)
    for verb in (ban, remove_person):
        for other in (ann, cid):
            more = {"why": ""} if verb is ban else {}
            with pytest.raises(OutOfReach):
                verb(group=group, actor=bob, person=other, now=NOW, **more)
    remove_person(group=group, actor=bob, person=dan, now=NOW)
    with pytest.raises(NotAMember):
        said(dan, group)


def test_who_goes_for_good_leaves_all_groups_to_others() -> None:
    ann, bob = people(2)
    groups = [group_of(ann, bob), group_of(ann), group_of(bob, ann)]
    leave_all(user=ann, now=NOW)
    assert [roles_in(group) for group in groups] == [{bob.username: "admin"}, {}, {bob.username: "admin"}]


def test_a_minor_comes_with_a_guardian_who_is_told() -> None:
    minor = person("mina", birth_date=date(2015, 1, 1))
    guardian, ann = person("gail"), person("ann")
    group = group_of(ann)
    evening = event_of(group, ann)
    with pytest.raises(NeedsGuardian):
        join(group=group, person=minor, now=NOW)
    group.refresh_from_db()
    assert group.member_count == 1
    guards = Guardianship.objects.create(
        minor=minor,
        guardian=guardian,
        email=guardian.email,
        status="accepted",
        invited_by=minor,
        accepted_at=NOW,
        created_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    join(group=group, person=minor, now=NOW)
    attend(gathering=evening, person=minor, now=NOW)
    assert _told(guardian) == ["Mina has joined the group Design", "Mina wants to come to Evening"]
    guards.delete()
    with pytest.raises(NeedsGuardian):
        said(minor, group)


def test_groups_are_suggested_of_which_one_is_not_one() -> None:
    ann, bob, cid = people(3)
    small, own, large = group_of(ann, name="Small"), group_of(bob, ann), group_of(ann, cid, name="Large")
    barred = group_of(ann, cid, name="Barred")
    ban(group=barred, actor=ann, person=bob, why="", now=NOW)
    assert suggested_groups(bob, limit=3) == [large, small]
    assert own not in suggested_groups(ann, limit=3)


@pytest.mark.usefixtures("world")
def test_a_category_is_known_by_its_name_slug_or_id() -> None:
    category = Category.objects.get(slug="creativity-arts")
    for text in ("Creativity & Arts", "creativity & arts", "creativity-arts", str(category.public_id)):
        assert category_named(text) == category
    made = found_group(founder=person("ann"), name="A", category=category, now=NOW)
    assert Group.objects.get(pk=made.pk).category == category
