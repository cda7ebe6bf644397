"""What an enrolment opens: what costs something opens once it is paid."""

from typing import TYPE_CHECKING

from trellis.domain.learning.rules.choices import EnrollmentStatus

if TYPE_CHECKING:
    from trellis.domain.learning.models import Enrollment


def owes(enrollment: "Enrollment") -> bool:
    """Tell whether it is still to be paid."""
    return enrollment.price_minor > 0 and enrollment.paid_at is None


def has_access(enrollment: "Enrollment") -> bool:
    """Tell whether who is enrolled may use what they are enrolled in."""
    return enrollment.status == EnrollmentStatus.ENROLLED and not owes(enrollment)
