"""What an enrolment opens: what costs something opens once it is paid."""

from typing import TYPE_CHECKING

from trellis.domain.learning.rules.choices import TAKING_PART
from trellis.domain.payments.refusals import AlreadyPaid, CostsNothing

if TYPE_CHECKING:
    from trellis.domain.learning.models import Enrollment


def owes(enrollment: "Enrollment") -> bool:
    """Tell whether it is still to be paid."""
    return enrollment.price_minor > 0 and enrollment.paid_at is None


def has_access(enrollment: "Enrollment") -> bool:
    """Tell whether who is enrolled may use what they are enrolled in."""
    return enrollment.status in TAKING_PART and not owes(enrollment)


def refuse_to_pay(enrollment: "Enrollment") -> None:
    """Raise CostsNothing where there never was anything to pay, AlreadyPaid where that is done."""
    if enrollment.price_minor == 0:
        raise CostsNothing
    if not owes(enrollment):
        raise AlreadyPaid
