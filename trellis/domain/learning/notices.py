"""What people are told of what they are enrolled in: that it is open since it is paid, or closed again."""

from trellis.core.events import Happened, Nothing
from trellis.core.links import link_to
from trellis.core.writing.money import written
from trellis.domain.learning.models import Enrollment
from trellis.domain.notifications.services import Link, notify


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
