"""Which enrolments there are: one's own, and nobody else's."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.db.prepared import Argument
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Enrollment, Opportunity
from trellis.domain.learning.refusals import NoEnrollment

# What whose account is `user_id` is enrolled in, but for jobs, the newest first: to be prepared.
COURSES_OF_ANYBODY = Enrollment.objects.filter(
    user_id=Argument("user_id"), application_id__isnull=True
).order_by("-pk")


def enrollment_in(opportunity: Opportunity, user: User) -> Enrollment | None:
    """Return somebody's enrolment in something, None where there is none."""
    return Enrollment.objects.filter(opportunity=opportunity, user=user).first()


def own_enrollment(user: User, public_id: UUID) -> Enrollment:
    """Return one's own enrolment with what it is in; raise NoEnrollment, also for another's."""
    rows = Enrollment.objects.select_related("opportunity").filter(user=user, public_id=public_id)
    found = rows.first()
    if found is None:
        raise NoEnrollment
    return found


def enrollments_named(ids: Collection[UUID]) -> QuerySet[Enrollment]:
    """Return the enrolments of these ids, with what they are in."""
    return Enrollment.objects.select_related("opportunity").filter(public_id__in=ids)
