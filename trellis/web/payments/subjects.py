"""What a page of paying says of what is paid for, and where it leads afterwards."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from trellis.domain.mentorship.queries.paid import bookings_named, bundles_named
from trellis.domain.mentorship.rules.cancellation import package_policy_in_words, policy_in_words
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules.choices import SubjectKind


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is paid for. `held` is what waits for the payer; the links are where they go on."""

    title: str
    next_url: str
    next_label: str
    again_url: str
    again_label: str
    held: str = "This price"
    refund_words: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def subject_of(payment: Payment) -> Subject:
    """Return what a payment is for, in words."""
    if payment.subject_kind == SubjectKind.ENROLLMENT:
        return _enrollment(payment)
    found = _booking(payment) if payment.subject_kind == SubjectKind.BOOKING else _bundle(payment)
    return found or _gone(payment)


def _booking(payment: Payment) -> Subject | None:
    booking = bookings_named([payment.subject_id]).first()
    if booking is None:
        return None
    return Subject(
        title=payment.title,
        held="Your time",
        refund_words=policy_in_words(booking),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        next_url=reverse("web:my-bookings"),
        next_label="See your sessions",
        again_url=reverse("web:mentor", args=[booking.mentor.public_id]),
        again_label="Look for another time",
    )


def _bundle(payment: Payment) -> Subject | None:
    bundle = bundles_named([payment.subject_id]).first()
    if bundle is None:
        return None
    mentor = reverse("web:mentor", args=[bundle.mentor.public_id])
    return Subject(
        title=payment.title,
        refund_words=package_policy_in_words(),
        next_url=mentor,
        next_label="Book your first session",
        again_url=mentor,
        again_label="Back to the mentor",
    )


def _enrollment(payment: Payment) -> Subject:
    return Subject(
        title=payment.title,
        next_url=reverse("web:front"),
        next_label="Go on",
        again_url=reverse("web:pay", args=[payment.subject_id]),
        again_label="See whether it is still to be paid",
    )


def _gone(payment: Payment) -> Subject:
    front = reverse("web:front")
    return Subject(
        title=payment.title, next_url=front, next_label="Go on", again_url=front, again_label="Go on"
    )
