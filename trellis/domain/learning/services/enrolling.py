"""Taking part in something, and saying afterwards how it was."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.jobs.events import Staged
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.applications import made_for
from trellis.domain.jobs.refusals import HasApplied
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.services.applying import apply
from trellis.domain.learning import events
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.queries.enrollments import enrollment_in
from trellis.domain.learning.queries.opportunities import opportunity_named
from trellis.domain.learning.refusals import BookedWithMentor, NoEnrollment, NoOpportunity, NotPaid, NotRated
from trellis.domain.learning.rules.access import has_access
from trellis.domain.learning.rules.choices import EnrollmentStatus
from trellis.domain.learning.rules.openness import is_shown


@retried_once
def enroll(*, user: User, opportunity_id: UUID, now: datetime) -> tuple[Enrollment, bool]:
    """Enrol in a course, workshop or group, or apply for a job; return the enrolment, and whether it is new.

    Who is enrolled already gets that enrolment, whatever became of the opportunity. Raises NoOpportunity,
    BookedWithMentor, and what jobs.services.applying.apply raises.
    """
    with transaction.atomic():
        opportunity = opportunity_named(opportunity_id)
        there = enrollment_in(opportunity, user)
        if there is not None:
            return _still(there), False
        if not is_shown(opportunity, now=now):
            raise NoOpportunity
        if opportunity.mentor is not None:
            raise BookedWithMentor(opportunity.mentor.public_id)
        application = _application(user, opportunity.posting, now) if opportunity.posting else None
        made, is_new = Enrollment.objects.get_or_create(
            opportunity=opportunity,
            user=user,
            defaults={
                "application": application,
                "price_minor": opportunity.price_minor,
                "currency": opportunity.currency,
                "enrolled_at": now,
                "updated_at": now,
            },
        )
        if is_new:
            events.enrolled.publish(
                actor_id=user.pk, subject=made, data={"opportunity_id": opportunity.pk}, now=now
            )
    return made, is_new


@retried_once
def rate(*, user: User, opportunity_id: UUID, stars: int, now: datetime) -> Enrollment:
    """Give stars, or other stars, to what one is enrolled in; raise NoEnrollment, NotRated, NotPaid."""
    with transaction.atomic():
        rows = Enrollment.objects.select_for_update(no_key=True, of=("self",))
        own = rows.filter(opportunity__public_id=opportunity_id, user=user).first()
        if own is None:
            raise NoEnrollment
        if own.application_id is not None:
            raise NotRated
        if not has_access(own):
            raise NotPaid
        before, own.stars, own.updated_at = own.stars, stars, now
        own.save(update_fields=["stars", "updated_at"])
        data: events.Rated = {
            "opportunity_id": own.opportunity_id,
            "stars": stars,
            "previous_stars": before,
        }
        events.rated.publish(actor_id=user.pk, subject=own, data=data, now=now)
    return own


def end_with_application(event: Happened[Application, Staged]) -> None:
    """End the enrolment in a job with the application that is taken back."""
    rows = Enrollment.objects.filter(application=event.subject)
    rows.update(status=EnrollmentStatus.WITHDRAWN, updated_at=event.now)


def _still(enrollment: Enrollment) -> Enrollment:
    """Return an enrolment; whose application was taken back applies for that job no more."""
    if enrollment.status == EnrollmentStatus.WITHDRAWN and enrollment.application_id is not None:
        raise HasApplied(enrollment.application_id)
    return enrollment


def _application(user: User, posting: Posting, now: datetime) -> Application:
    """Apply, or return the application that was made elsewhere."""
    try:
        return apply(user=user, posting=posting, now=now)
    except HasApplied:
        there = made_for(posting, user)
        if there is None or there.stage == Stage.WITHDRAWN:
            raise
        return there
