"""What minors and guardians are told."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from trellis.core.events import Happened, Nothing
from trellis.core.links import link_to
from trellis.domain.accounts.models import User
from trellis.domain.guardians import events
from trellis.domain.guardians.models import BirthDateChange, Guardianship
from trellis.domain.guardians.queries import guardians_of
from trellis.domain.notifications.rules import name_of
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.services import Link, notify

_About = Happened[Guardianship, events.OfMinor]


def tell_minor_of_acceptance(event: _About) -> None:
    """Tell the minor that somebody guards them, and the guardian what that means."""
    row = event.subject
    guardian = row.guardian
    if guardian is None:  # the constraint keeps it from being so
        return
    minor = name_of(row.minor)
    told = f"{name_of(guardian)} is your guardian now"
    _tell(row.minor, event, told, "Sessions and conversations with adults are open to the three of you.")
    body = (
        f"You are told of all sessions that {minor} has with adults. A room opens to the others "
        "only while you are in it."
    )
    _tell(guardian, event, f"You are the guardian of {minor} now", body)


def tell_minor_of_refusal(event: _About) -> None:
    """Tell the minor that an invitation was declined."""
    row = event.subject
    body = "You are welcome to ask somebody else."
    _tell(row.minor, event, f"{row.email} does not want to be your guardian", body)


def tell_of_end(event: _About) -> None:
    """Tell both that somebody guards the minor no more; of an invitation that is withdrawn nobody."""
    row = event.subject
    if row.guardian is None:
        return
    minor = name_of(row.minor)
    body = "Without a guardian, sessions and conversations with adults stay closed."
    _tell(row.minor, event, f"{name_of(row.guardian)} is your guardian no more", body)
    _tell(row.guardian, event, f"You are the guardian of {minor} no more", "")


def tell_of_waiting(event: Happened[BirthDateChange, Nothing]) -> None:
    """Tell somebody that the birth date they gave is not believed by itself."""
    notify(
        recipient=event.subject.account,
        kind=event.kind,
        title="Your new birth date waits for us",
        body="You have told us that you are under 18. Before we take another date, or none, we look at it "
        "ourselves; until then the one that you gave first stands.",
        data={},
        now=event.now,
    )


def tell_of_decision(event: Happened[BirthDateChange, Nothing]) -> None:
    """Tell somebody that their birth date stays what it was."""
    change = event.subject
    notify(
        recipient=change.account,
        kind=event.kind,
        title="Your birth date stays as it was",
        body="You asked for another one, and we could not confirm it. Write to us if it is wrong.",
        data={},
        now=event.now,
    )


def tell_guardians(
    *,
    minor: User,
    besides: User,
    kind: str,
    title: str,
    body: Callable[[User], str],
    data: dict[str, Any],
    links: Sequence[Link],
    now: datetime,
) -> None:
    """Tell everybody who guards the minor, but who is told as the other side; `body` writes it for each."""
    for row in guardians_of([minor.pk], now=now):
        reader = row.guardian
        if reader is not None and reader.pk != besides.pk:
            words = body(reader)
            notify(
                recipient=reader,
                kind=kind,
                about=Kind.GUARDIAN_UPDATE,
                title=title,
                body=words,
                data=data,
                links=links,
                now=now,
            )


def _tell(reader: User, event: _About, title: str, body: str) -> None:
    notify(
        recipient=reader,
        kind=event.kind,
        title=title,
        body=body,
        data={"guardianship_id": str(event.subject.public_id), "status": str(event.subject.status)},
        links=[Link("Guardians", link_to("web:guardians"))],
        now=event.now,
    )
