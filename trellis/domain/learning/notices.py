"""What people are told of what they are enrolled in, and of what they have achieved."""

from collections.abc import Sequence
from datetime import datetime

from trellis.core.events import Happened, Nothing
from trellis.core.links import link_to
from trellis.core.writing.money import written
from trellis.domain.accounts.models import User
from trellis.domain.learning.events import Achieved
from trellis.domain.learning.models import EarnedAchievement, Enrollment, Opportunity
from trellis.domain.notifications.services import Link, Notice, notify, notify_all

_CHANGED = "opportunity.changed"


def tell_of_opening(event: Happened[Enrollment, Nothing]) -> None:
    """Tell who is enrolled that their money has come, and where the receipt is."""
    enrollment = event.subject
    paid = written(enrollment.price_minor, enrollment.currency)
    links = []
    if enrollment.payment is not None:
        receipt = link_to("web:receipt", payment_id=enrollment.payment.public_id)
        links.append(Link("The receipt", receipt))
    _tell(event, f"{enrollment.opportunity.title} is open to you", f"Paid: {paid}.", links)


def tell_of_closing(event: Happened[Enrollment, Nothing]) -> None:
    """Tell who is enrolled that it is closed, since the money is gone, and where it is paid anew."""
    enrollment = event.subject
    page = link_to("web:pay", enrollment_id=enrollment.public_id)
    title = f"{enrollment.opportunity.title} is closed to you"
    body = "What was paid for it has gone back. It opens once it is paid anew."
    _tell(event, title, body, [Link("Pay for it", page)])


def tell_of_achievement(event: Happened[EarnedAchievement, Achieved]) -> None:
    """Tell somebody what they have achieved: the row of it is there once, and so is this."""
    achievement = event.subject.achievement
    notify(
        recipient=event.subject.user,
        kind=event.kind,
        title=f"Achievement unlocked: {achievement.name}",
        body=f"{achievement.description}: done.",
        data={"achievement_id": str(achievement.public_id)},
        now=event.now,
    )


def tell_of_change(opportunity: Opportunity, people: Sequence[User], *, now: datetime) -> None:
    """Tell people that what they take part in is not as it was; once, until they have read it."""
    notice = Notice(
        kind=_CHANGED,
        title=f"{opportunity.title} has changed",
        body="Something that you take part in says something new of itself.",
        data={"opportunity_id": str(opportunity.public_id)},
        topic=f"opportunity:{opportunity.pk}",
    )
    notify_all(recipients=people, notice=notice, now=now)


def _tell(event: Happened[Enrollment, Nothing], title: str, body: str, links: list[Link]) -> None:
    notify(
        recipient=event.subject.user,
        kind=event.kind,
        title=title,
        body=body,
        data={"enrollment_id": str(event.subject.public_id)},
        now=event.now,
        links=links,
    )
