"""Telling people."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from trellis.core import mail
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification


def notify(
    *, recipient: User, kind: str, title: str, body: str, data: dict[str, Any], now: datetime
) -> Notification:
    """Tell a person something: in their notifications, and by e-mail. Called in a transaction."""
    title = mail.one_line(title)
    notification = Notification.objects.create(
        recipient=recipient, kind=kind, title=title, body=body, data=data, created_at=now
    )
    context = {"name": recipient.first_name or recipient.username, "title": title, "body": body}
    mail.send(
        to=recipient.email,
        subject=title,
        text=render_to_string("notifications/mail.txt", context),
        html=render_to_string("notifications/mail.html", context),
        now=now,
    )
    return notification
