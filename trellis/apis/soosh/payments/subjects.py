"""What payments are for: a session, something to take part in, or a package of sessions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from trellis.apis.soosh.bookings.output import status_of
from trellis.domain.learning.queries.enrollments import enrollments_named
from trellis.domain.learning.rules.access import has_access
from trellis.domain.mentorship.queries.paid import bookings_named, bundles_named
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules.choices import SubjectKind

Subject = dict[str, Any]
NOTHING: Subject = {"booking": None, "enrollment": None, "package": None}


def subjects_of(payments: Sequence[Payment], *, now: datetime) -> dict[int, Subject]:
    """Return what each payment is for, by its key: three queries, however many there are."""
    named = {
        kind: [each.subject_id for each in payments if each.subject_kind == kind] for kind in SubjectKind
    }
    found: dict[tuple[str, Any], Subject] = {}
    for booking in bookings_named(named[SubjectKind.BOOKING]):
        facts = {
            "id": booking.public_id,
            "mentor_name": booking.mentor.user.full_name,
            "status": status_of(booking, now),
        }
        found[SubjectKind.BOOKING, booking.public_id] = NOTHING | {"booking": facts}
    for enrollment in enrollments_named(named[SubjectKind.ENROLLMENT]):
        facts = {
            "id": enrollment.public_id,
            "opportunity_id": enrollment.opportunity.public_id,
            "is_open": has_access(enrollment),
        }
        found[SubjectKind.ENROLLMENT, enrollment.public_id] = NOTHING | {"enrollment": facts}
    for bundle in bundles_named(named[SubjectKind.BUNDLE]):
        facts = {
            "id": bundle.public_id,
            "mentor_name": bundle.mentor.user.full_name,
            "sessions": bundle.sessions,
            "sessions_left": bundle.sessions_left,
        }
        found[SubjectKind.BUNDLE, bundle.public_id] = NOTHING | {"package": facts}
    return {each.pk: found.get((each.subject_kind, each.subject_id), NOTHING) for each in payments}


def subject_of(payment: Payment, *, now: datetime) -> Subject:
    """Return what one payment is for."""
    return subjects_of([payment], now=now)[payment.pk]
