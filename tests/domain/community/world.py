"""Groups and events of these tests. The clock stands at NOW."""

from datetime import datetime, timedelta
from typing import Any

from tests.domain.mentorship.world import NOW
from trellis.domain.accounts.models import User
from trellis.domain.community.models import Attendance, Gathering, Group, Membership, Post
from trellis.domain.community.rules.choices import Role
from trellis.domain.community.services.groups import found_group, join
from trellis.domain.community.services.posting import write_comment, write_post
from trellis.domain.community.services.scheduling import plan_gathering

HOUR = timedelta(hours=1)
SOON = NOW + timedelta(days=2)


def group_of(founder: User, *people: User, name: str = "Design") -> Group:
    """Make a group to which these come in this order."""
    group = found_group(founder=founder, name=name, now=NOW)
    for number, person in enumerate(people, start=1):
        join(group=group, person=person, now=NOW + timedelta(minutes=number))
    return group


def promote(group: Group, person: User, role: Role = Role.MODERATOR) -> None:
    """Have somebody in a group be something in it."""
    Membership.objects.filter(group=group, person=person).update(role=role)


def roles_in(group: Group) -> dict[str, str]:
    """Return who is what in a group."""
    rows = Membership.objects.filter(group=group).order_by("joined_at", "pk")
    return dict(rows.values_list("person__username", "role"))


def said(author: User, group: Group, text: str = "Hello") -> Post:
    """Have somebody write a post."""
    return write_post(group=group, author=author, text=text, now=NOW)


def answer(author: User, post: Post, text: str = "Indeed") -> Post:
    """Have somebody comment on a post."""
    return write_comment(post=post, author=author, text=text, now=NOW)


def event_of(group: Group, actor: User, *, starts_at: datetime = SOON, **more: Any) -> Gathering:
    """Plan an event of an hour."""
    plan = {"title": "Evening", "starts_at": starts_at, "ends_at": starts_at + HOUR, "timezone": "UTC"}
    return plan_gathering(group=group, actor=actor, said={**plan, **more}, now=NOW)


def turnout(gathering: Gathering) -> dict[str, list[str]]:
    """Return who comes and who waits, in order, which the counts of the row agree with."""
    found: dict[str, list[str]] = {"attending": [], "waiting": []}
    for each in Attendance.objects.filter(gathering=gathering).select_related("person").order_by("pk"):
        found[each.status].append(each.person.username)
    gathering.refresh_from_db()
    assert (gathering.attending_count, gathering.waiting_count) == tuple(map(len, found.values()))
    return found
