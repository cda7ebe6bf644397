"""What people are told of their groups and events. Calm: of groups in the app alone, at first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from trellis.core.events import Happened, Nothing
from trellis.core.post.mail import one_line
from trellis.domain.accounts.models import User
from trellis.domain.community import events
from trellis.domain.community.models import Gathering, Group, Membership, Post, PostReport
from trellis.domain.community.queries.gatherings import people_of
from trellis.domain.community.rules.choices import ReportStatus, Role
from trellis.domain.guardians.notices import tell_guardians
from trellis.domain.guardians.rules import counts_as_minor
from trellis.domain.messaging.models import Block
from trellis.domain.notifications.rules import moment, name_of, span
from trellis.domain.notifications.rules.notice import Notice
from trellis.domain.notifications.rules.words import zone_named
from trellis.domain.notifications.services.telling import notify, notify_all

_LONGEST_EXCERPT = 200
_ROLES = {
    Role.ADMIN: "You are an admin of {group} now",
    Role.MODERATOR: "You moderate {group} now",
    Role.MEMBER: "You are a member of {group} like others now",
}


def tell_of_role(event: Happened[Group, events.RoleGiven]) -> None:
    """Tell somebody what they are in a group now."""
    title = _ROLES[Role(event.data["role"])].format(group=event.subject.name)
    _tell_member(event, event.data["person_id"], title, "")


def tell_heir(event: Happened[Group, events.Left]) -> None:
    """Tell who has become a group's admin since the last one left."""
    heir_id = event.data["new_admin_id"]
    if heir_id is not None:
        body = "Its last admin has left, and you have been in it longest. You can name others."
        _tell_member(event, heir_id, f"You are an admin of {event.subject.name} now", body)


def tell_banned(event: Happened[Group, events.OfPerson]) -> None:
    """Tell somebody that they may not be in a group, and why."""
    why = (event.personal or {}).get("why") or ""
    body = f"The reason: {why}" if why else ""
    _tell_member(event, event.data["person_id"], f"You were banned from {event.subject.name}", body)


def tell_guardians_of_joining(event: Happened[Group, events.OfPerson]) -> None:
    """Tell who guards a minor which group the minor has come to."""
    minor = User.objects.get(pk=event.data["person_id"])
    if counts_as_minor(minor, event.now):
        title = f"{name_of(minor)} has joined the group {event.subject.name}"
        _tell_guardians(event, minor, title, one_line(event.subject.description), _of_group(event.subject))


def tell_of_comment(event: Happened[Post, events.Written]) -> None:
    """Tell who wrote a post what another says below it, unless they have blocked that person, or left."""
    comment = event.subject
    post, writer = comment.parent, comment.author
    if post is None or writer is None or post.author is None or post.author_id == comment.author_id:
        return
    if Block.objects.filter(blocker=post.author_id, blocked=writer).exists():
        return
    if not Membership.objects.filter(group=post.group_id, person=post.author_id).exists():
        return
    where = f"In {post.group.name}."
    notify(
        recipient=post.author,
        kind=event.kind,
        title=f"{name_of(writer)} has commented on your post",
        body=one_line(comment.text, longest=_LONGEST_EXCERPT),
        data={**_of_group(post.group), "post_id": str(post.public_id)},
        now=event.now,
        topic=f"post:{post.public_id}",
        again=lambda count: (f"{count} new comments on your post", where),
    )


def tell_of_removal(event: Happened[Post, events.Removed]) -> None:
    """Tell who wrote a post that it was removed, and why; never who has reported it, or who removed it."""
    post = event.subject
    if post.author is None or post.author_id == event.actor_id:
        return
    why = (event.personal or {}).get("why") or ""
    notify(
        recipient=post.author,
        kind=event.kind,
        title=f"A post of yours was removed in {post.group.name}",
        body=f"The reason: {why}" if why else "It breaks the rules of the group.",
        data={**_of_group(post.group), "post_id": str(post.public_id)},
        now=event.now,
    )


def tell_reporter(event: Happened[PostReport, events.Decided]) -> None:
    """Tell somebody what has become of what they reported."""
    is_dismissed = event.data["status"] == ReportStatus.DISMISSED
    outcome = "found nothing in it that has to go" if is_dismissed else "taken it away"
    notify(
        recipient=event.subject.reporter,
        kind=event.kind,
        title="Your report was looked at",
        body=f"Thank you. Who moderates the group has read the post and {outcome}.",
        data={"status": event.data["status"]},
        now=event.now,
    )


def tell_of_place(event: Happened[Gathering, events.OfPerson]) -> None:
    """Tell who has waited for a place at an event that they have one."""
    gathering = event.subject
    person = User.objects.get(pk=event.data["person_id"])
    notify(
        recipient=person,
        kind=event.kind,
        title=f"You have a place at {gathering.title}",
        body=f"Somebody else cannot come. When: {_when(gathering)}\nIf you cannot come either, say so.",
        data=_of_gathering(gathering),
        now=event.now,
        needed_by=gathering.over_at,
    )


def tell_of_change(event: Happened[Gathering, events.Changed]) -> None:
    """Tell all who come, or wait, that an event takes place at another time, or elsewhere."""
    if event.data["is_moved"]:
        gathering = event.subject
        where = f"\nWhere: {gathering.place}" if gathering.place else ""
        _tell_all(event, f"{gathering.title} has changed", f"When: {_when(gathering)}{where}")


def tell_of_end(event: Happened[Gathering, Nothing]) -> None:
    """Tell all who come, or wait, that an event is called off."""
    _tell_all(event, f"{event.subject.title} was called off", f"It was to be {_when(event.subject)}.")


def tell_guardians_of_coming(event: Happened[Gathering, events.Answered]) -> None:
    """Tell who guards a minor to which event the minor wants to come."""
    minor = User.objects.get(pk=event.data["person_id"])
    if counts_as_minor(minor, event.now):
        gathering = event.subject
        title = f"{name_of(minor)} wants to come to {gathering.title}"
        _tell_guardians(event, minor, title, f"When: {_when(gathering)}", _of_gathering(gathering))


def _tell_member(event: Happened[Group, Any], person_id: int, title: str, body: str) -> None:
    if person_id != event.actor_id:
        notify(
            recipient=User.objects.get(pk=person_id),
            kind=event.kind,
            title=title,
            body=body,
            data=_of_group(event.subject),
            now=event.now,
        )


def _tell_all(event: Happened[Gathering, Any], title: str, body: str) -> None:
    people: Sequence[User] = [each for each in people_of(event.subject) if each.pk != event.actor_id]
    if people:
        data = _of_gathering(event.subject)
        notice = Notice(kind=event.kind, title=title, body=body, data=data, needed_by=event.subject.over_at)
        notify_all(recipients=people, notice=notice, now=event.now)


def _tell_guardians(
    event: Happened[Any, Any], minor: User, title: str, body: str, data: dict[str, str]
) -> None:
    tell_guardians(
        minor=minor,
        besides=minor,
        kind=event.kind,
        title=title,
        body=lambda _: body,
        data=data,
        links=(),
        now=event.now,
    )


def _when(gathering: Gathering) -> str:
    first, last, zone = gathering.starts_at, gathering.ends_at, zone_named(gathering.timezone)
    return _day(first, zone) if gathering.is_all_day else span(first, last, zone)


def _day(at: datetime, zone: Any) -> str:
    return moment(at, zone).split(", ")[0]


def _of_group(group: Group) -> dict[str, str]:
    return {"group_id": str(group.public_id)}


def _of_gathering(gathering: Gathering) -> dict[str, str]:
    return {"event_id": str(gathering.public_id)}
