"""Working on a course: how far somebody has come, how long they were at it, and that they are through."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.learning import events
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.refusals import NoEnrollment, NotPaid, NotWorkedThrough
from trellis.domain.learning.rules.access import has_access
from trellis.domain.learning.rules.choices import OWN, EnrollmentStatus
from trellis.domain.learning.rules.progress import WORKED_THROUGH, Told, is_through, reached
from trellis.domain.learning.services.streaks import hold_learner, note_activity


@retried_once
def progress(
    *,
    user: User,
    enrollment_id: UUID,
    completed_lessons: Collection[int] = (),
    total_lessons: int | None = None,
    percentage: float | None = None,
    minutes: int = 0,
    now: datetime,
) -> Enrollment:
    """Put what one device tells to what is known of the work on a course, and return the enrolment.

    Lessons are numbers, the first being 1. At 100 per cent it is completed, once. Raises NoEnrollment,
    NotPaid, NotWorkedThrough and BadProgress.
    """
    told = Told(
        completed_lessons=completed_lessons,
        total_lessons=total_lessons,
        percentage=percentage,
        minutes=minutes,
    )
    with transaction.atomic():
        hold_learner(user)
        enrollment = _locked(user, enrollment_id)
        _refuse(enrollment, told)
        seen_at = max(now, enrollment.last_accessed_at or now)
        set_columns(enrollment, **asdict(reached(enrollment, told)), last_accessed_at=seen_at, updated_at=now)
        note_activity(user=user, now=now)
        if enrollment.status == EnrollmentStatus.ENROLLED and is_through(enrollment.percentage):
            _complete(enrollment, now)
    return enrollment


def _complete(enrollment: Enrollment, now: datetime) -> None:
    set_columns(enrollment, status=EnrollmentStatus.COMPLETED, completed_at=now)
    data: events.Enrolled = {"opportunity_id": enrollment.opportunity_id}
    events.course_completed.publish(actor_id=enrollment.user_id, subject=enrollment, data=data, now=now)


def _refuse(enrollment: Enrollment, told: Told) -> None:
    kind = enrollment.opportunity.opportunity_type
    if kind not in OWN or (told.is_of_work and kind not in WORKED_THROUGH):
        raise NotWorkedThrough
    if not has_access(enrollment):
        raise NotPaid


def _locked(user: User, public_id: UUID) -> Enrollment:
    """Lock one's own enrolment, and return it as it is."""
    rows = Enrollment.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("opportunity__subcategory", "user")
    found = rows.filter(user=user, public_id=public_id).first()
    if found is None:
        raise NoEnrollment
    return found
