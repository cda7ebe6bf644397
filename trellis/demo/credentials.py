"""A course that somebody of the demo world has done, and the certificate of it, which they show."""

from datetime import UTC, datetime

from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.queries.sources import of_enrollment
from trellis.domain.credentials.services.issuing import write_badge
from trellis.domain.learning.models import Enrollment, PointsEntry
from trellis.domain.learning.rules.choices import EnrollmentStatus, Reason
from trellis.domain.learning.rules.points import POINTS
from trellis.domain.learning.services.streaks import note_activity

_DONE_AT = datetime(2025, 1, 14, 10, tzinfo=UTC)
_WHO, _WHAT = "middy", "Python for Complete Beginners"


def load_credentials() -> None:
    """Write them down, unless that is done: rows alone, for nobody is told today."""
    if Badge.objects.exists():
        return
    row = Enrollment.objects.select_related("opportunity__subcategory", "user").get(
        user__username=_WHO, opportunity__title=_WHAT
    )
    Enrollment.objects.filter(pk=row.pk).update(
        status=EnrollmentStatus.COMPLETED,
        percentage=100,
        minutes_spent=600,
        last_accessed_at=_DONE_AT,
        completed_at=_DONE_AT,
    )
    below = row.opportunity.subcategory
    PointsEntry.objects.create(
        user=row.user,
        reason=Reason.COURSE,
        subject_id=row.pk,
        points=POINTS[Reason.COURSE],
        category_id=below.category_id if below else None,
        earned_at=_DONE_AT,
    )
    note_activity(user=row.user, now=_DONE_AT)
    write_badge(user=row.user, of=of_enrollment(row, completed_at=_DONE_AT), is_shown=True, now=_DONE_AT)
