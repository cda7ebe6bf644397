"""People who are told things. The clock stands at NOW, a Monday noon in March."""

from datetime import UTC, datetime, time
from typing import Any

from django.db import transaction

from tests.domain.mentorship.world import person as account
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.services import notify, waiting
from trellis.domain.notifications.services.preferences import Changes, set_preferences

NOW = datetime(2027, 3, 8, 12, tzinfo=UTC)
NIGHT: Changes = {"quiet_from": time(22), "quiet_until": time(7)}


def person(name: str = "nia", zone: str = "UTC", **fields: Any) -> User:
    """Make an account whose clock is that of a zone."""
    return account(name, timezone=zone, timezone_chosen=True, **fields)


def wish(user: User, changes: Changes, now: datetime = NOW) -> None:
    """Have somebody want to be told things otherwise."""
    set_preferences(person=user, changes=changes, now=now)


def tell(user: User, title: str = "Something happened", *, now: datetime = NOW, **told: Any) -> Notification:
    """Tell somebody something, of the kind of an event or of another one."""
    given = {"kind": "talent.selected", "body": "It did.", "data": {}, **told}
    with transaction.atomic():
        return notify(recipient=user, title=title, now=now, **given)


def let_go(now: datetime, online: set[int] | None = None) -> int:
    """Have what is due leave; `online` are those who are there to see it in the app."""
    return waiting.deliver_waiting(now=now, online=lambda people: online or set())


def subjects(user: User) -> list[str]:
    """Return what somebody was mailed, in order."""
    return list(Mail.objects.filter(to=user.email).order_by("id").values_list("subject", flat=True))
