"""What people are told of their badges, and of what they have said in others'."""

from trellis.core.events import Happened, Nothing
from trellis.domain.credentials.events import Issued
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries.addresses import page_of
from trellis.domain.credentials.rules.choices import Kind
from trellis.domain.notifications.services import Link, notify


def tell_of_certificate(event: Happened[Badge, Issued]) -> None:
    """Tell somebody that their certificate is there; what they have gathered themselves they know."""
    badge = event.subject
    if event.data["kind"] != Kind.COURSE:
        return
    notify(
        recipient=badge.user,
        kind=event.kind,
        title=f"Your certificate of {badge.title}",
        body=f"Your certificate is ready. Whoever you give its code to can check it: {badge.code}.",
        data={"badge_id": str(badge.public_id)},
        links=[_page_of(badge)],
        now=event.now,
    )


def tell_who_said_it(event: Happened[Badge, Issued]) -> None:
    """Tell a coach or mentor, once, that their word stands on somebody's badge from now on."""
    badge = event.subject
    if badge.by is None or not event.data["is_first"]:
        return
    what = "your review" if event.data["kind"] == Kind.REVIEW else "that you selected them"
    notify(
        recipient=badge.by,
        kind="badge.quotes_you",
        title=f"{badge.recipient_name} can show {what}",
        body=f"{badge.recipient_name} has a badge that says {what}. Who has its code sees it, and your name.",
        data={},
        links=[_page_of(badge)],
        now=event.now,
    )


def tell_of_revocation(event: Happened[Badge, Nothing]) -> None:
    """Tell somebody that their badge holds no more, and why."""
    badge = event.subject
    notify(
        recipient=badge.user,
        kind=event.kind,
        title=f"Your badge was revoked: {badge.title}",
        body=f"It holds no more, and whoever checks it is told so. The reason: {badge.end_reason}",
        data={"badge_id": str(badge.public_id)},
        links=[_page_of(badge)],
        now=event.now,
    )


def _page_of(badge: Badge) -> Link:
    return Link("The page of its code", page_of(badge))
