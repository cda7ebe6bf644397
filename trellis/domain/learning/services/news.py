"""What changes of a course is told by jobs, to those who are enrolled in it and want to know."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from trellis.core.events import Happened
from trellis.core.tasks import enqueue
from trellis.domain.learning import notices
from trellis.domain.learning.events import OpportunityChanged
from trellis.domain.learning.models import Enrollment, Opportunity
from trellis.domain.learning.rules.choices import TAKING_PART
from trellis.domain.notifications.rules.kinds import Kind

# What those who learn there have to know of; the rest is for those who choose.
_NEWS = frozenset({"title", "description", "duration_minutes", "closes_at"})
_BATCH = 200


def tell_of_change_later(event: Happened[Opportunity, OpportunityChanged]) -> None:
    """Have a job tell those who are enrolled, where it concerns them."""
    from trellis.domain.learning.tasks import tell_of_change

    if not _NEWS.isdisjoint(event.data["changes"]) and _wanting(event.subject.pk, after=0).exists():
        enqueue(tell_of_change, opportunity_id=event.subject.pk, after=0)


def tell_of_change(*, opportunity_id: int, after: int, now: datetime) -> None:
    """Tell some of those who are enrolled, and have a job tell the others."""
    from trellis.domain.learning import tasks

    with transaction.atomic():
        opportunity = Opportunity.objects.filter(pk=opportunity_id).first()
        found = list(_wanting(opportunity_id, after=after)[:_BATCH])
        if opportunity is None or not found:
            return
        notices.tell_of_change(opportunity, [each.user for each in found], now=now)
        if len(found) == _BATCH:
            enqueue(tasks.tell_of_change, opportunity_id=opportunity_id, after=found[-1].pk)


def _wanting(opportunity_id: int, *, after: int) -> QuerySet[Enrollment]:
    """Return the enrolments of those who have switched such news on; at first they are off."""
    return (
        Enrollment.objects.filter(
            pk__gt=after,
            opportunity=opportunity_id,
            status__in=TAKING_PART,
            user__is_active=True,
            user__notification_preferences__kinds__has_key=str(Kind.COURSE_UPDATE),
        )
        .select_related("user")
        .order_by("pk")
    )
