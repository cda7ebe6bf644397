"""What people are told of their data and of their account's end, by mail: most of them cannot sign in."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from trellis.core.links import link_to
from trellis.core.post import mail
from trellis.domain.accounts.models import User
from trellis.domain.notifications.rules import moment, zone_of
from trellis.domain.privacy.models import DataExport, Erasure
from trellis.domain.privacy.rules.times import GRACE


def tell_of_beginning(erasure: Erasure, *, token: str, sessions: int, now: datetime) -> None:
    """Mail the link that keeps the account, and until when it does."""
    _send(
        erasure.user,
        "begun",
        "Your account will be erased",
        {
            "link": link_to("web:keep-account", query={"token": token}),
            "due": moment(erasure.due_at, zone_of(erasure.user)),
            "days": GRACE.days,
            "sessions": sessions,
        },
        now=now,
    )


def tell_of_data(export: DataExport, *, now: datetime) -> None:
    """Tell that the data is ready, and until when."""
    until = moment(export.expires_at, zone_of(export.user))
    _send(
        export.user, "ready", "Your data is ready", {"link": link_to("web:my-data"), "until": until}, now=now
    )


def tell_of_keeping(erasure: Erasure, *, now: datetime) -> None:
    """Tell that the account stays."""
    context = {"link": link_to("web:sign-in"), "works": erasure.was_active}
    _send(erasure.user, "kept", "Your account stays", context, now=now)


def tell_of_erasure(erasure: Erasure, *, now: datetime) -> None:
    """Tell that the account is erased: the last mail to this address."""
    _send(erasure.user, "erased", "Your account is erased", {}, now=now)


def _send(user: User, name: str, subject: str, context: dict[str, Any], *, now: datetime) -> None:
    context = {"name": user.first_name, "subject": subject, **context}
    mail.send(
        to=user.email,
        subject=subject,
        text=render_to_string(f"privacy/{name}.txt", context),
        html=render_to_string(f"privacy/{name}.html", context),
        now=now,
    )
