"""Telling people things: in their list, on what they have open, by mail, by push and on their phones."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from trellis.core.post.mail import Attachment
from trellis.core.realtime import publish_to
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import person_room
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.queries import preferences_of_all
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.rules.notice import Again, Link, Notice
from trellis.domain.notifications.services.leaving import let_leave
from trellis.domain.notifications.services.writing import write


def notify(
    *,
    recipient: User,
    kind: str,
    title: str,
    body: str,
    data: dict[str, Any],
    now: datetime,
    links: Sequence[Link] = (),
    attachment: Attachment | None = None,
    about: Kind | None = None,
    topic: str = "",
    again: Again | None = None,
    needed_by: datetime | None = None,
    mail_at: datetime | None = None,
    unless_online: bool = False,
    sms: str = "",
    sms_until: datetime | None = None,
) -> Notification:
    """Tell a person something, on the channels and at the time that they want. Called in a transaction.

    `Notice` says what each argument is for. Raises KeyError for a kind that KIND_OF does not know, unless
    it is said what it is `about`.
    """
    notice = Notice(
        kind=kind,
        title=title,
        body=body,
        data=data,
        links=links,
        attachment=attachment,
        about=about,
        topic=topic,
        again=again,
        needed_by=needed_by,
        mail_at=mail_at,
        unless_online=unless_online,
        sms=sms,
        sms_until=sms_until,
    )
    (notification,) = _tell([recipient], notice, now)
    return notification


def notify_all(*, recipients: Sequence[User], notice: Notice, now: datetime) -> list[Notification]:
    """Tell many people, nobody twice, the same, as `notify` does, with few statements for all of them.

    Returns what each is told, in the order of their keys. Called in a transaction.
    """
    people = {person.pk: person for person in recipients}
    return _tell([people[key] for key in sorted(people)], notice, now)


def _tell(people: Sequence[User], notice: Notice, now: datetime) -> list[Notification]:
    prefs = preferences_of_all(people)
    told = write(people, notice, prefs, now)
    _show(told)
    let_leave([each for each in told if each.count == 1], notice, prefs, now)
    return told


def _show(told: Sequence[Notification]) -> None:
    """Say to what people have open that there is something new; what it is, they read."""
    rooms = [person_room(each.recipient_id) for each in told if each.is_listed]
    publish_to(rooms, {"news": "notifications"})
