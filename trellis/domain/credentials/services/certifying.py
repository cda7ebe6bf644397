"""A certificate comes by itself, once, when a course is done."""

from trellis.core.events import Happened
from trellis.domain.credentials.queries.sources import of_enrollment
from trellis.domain.credentials.services.issuing import issue
from trellis.domain.learning.events import Enrolled
from trellis.domain.learning.models import Enrollment


def certify_course(event: Happened[Enrollment, Enrolled]) -> None:
    """Issue the certificate of a course that is done; others see it once its owner shows it."""
    row = Enrollment.objects.select_related("opportunity", "user").get(pk=event.subject.pk)
    completed_at = row.completed_at or event.now
    issue(user=row.user, of=of_enrollment(row, completed_at=completed_at), is_shown=False, now=event.now)
