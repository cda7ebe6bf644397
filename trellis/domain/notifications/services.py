"""Telling people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from trellis.core.post import mail
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification


@dataclass(frozen=True)
class Link:
    """Where a notice leads, and what it says of the way."""

    label: str
    url: str


def notify(
    *,
    recipient: User,
    kind: str,
    title: str,
    body: str,
    data: dict[str, Any],
    now: datetime,
    links: Sequence[Link] = (),
    attachment: mail.Attachment | None = None,
) -> Notification:
    """Tell a person something: in their notifications, and by e-mail. Called in a transaction."""
    title = mail.one_line(title)
    notification = Notification.objects.create(
        recipient=recipient, kind=kind, title=title, body=body, data=data, created_at=now
    )
    context = {
        "name": recipient.first_name or recipient.username,
        "title": title,
        "body": body,
        "links": links,
    }
    mail.send(
        to=recipient.email,
        subject=title,
        text=render_to_string("notifications/mail.txt", context),
        html=render_to_string("notifications/mail.html", context),
        attachment=attachment,
        now=now,
    )
    return notification
