"""What people earn by learning: points, one entry a fact, and the achievements whose rules they fulfil."""

from datetime import datetime

from django.db import transaction

from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.learning import events
from trellis.domain.learning.models import (
    Achievement,
    CompletedMilestone,
    EarnedAchievement,
    Enrollment,
    Opportunity,
    PointsEntry,
)
from trellis.domain.learning.queries.facts import facts_of
from trellis.domain.learning.rules.choices import Reason
from trellis.domain.learning.rules.points import POINTS
from trellis.domain.learning.services.streaks import hold_learner, note_activity
from trellis.domain.mentorship.events import FeedbackGiven, Step
from trellis.domain.mentorship.models import Booking


def give_points(
    *, user: User, reason: Reason, subject_id: int, category_id: int | None, now: datetime
) -> int:
    """Give the points that a fact brings, once, and return how many: 0 where they were given before."""
    with transaction.atomic():
        hold_learner(user)
        entry, is_new = PointsEntry.objects.get_or_create(
            user=user,
            reason=reason,
            subject_id=subject_id,
            defaults={"points": POINTS[reason], "category_id": category_id, "earned_at": now},
        )
        if not is_new:
            return 0
        data: events.Earned = {"kind": str(reason), "points": entry.points}
        events.points_earned.publish(actor_id=user.pk, subject=entry, data=data, now=now)
    return entry.points


def award(*, user: User, now: datetime, milestone: CompletedMilestone | None = None) -> list[Achievement]:
    """Give all achievements whose rules somebody fulfils by now and that they have not, and return these.

    `milestone` is by which they do, where it is one.
    """
    with transaction.atomic():
        hold_learner(user)
        missing = list(Achievement.objects.filter(is_offered=True).exclude(earned__user=user))
        facts = facts_of(user) if missing else None
        new = [each for each in missing if facts is not None and facts.fulfil(each)]
        earned = EarnedAchievement.objects.bulk_create(
            EarnedAchievement(user=user, achievement=each, milestone=milestone, earned_at=now) for each in new
        )
        subjects: list[tuple[EarnedAchievement, events.Achieved]] = [
            (each, {"achievement_id": each.achievement_id}) for each in earned
        ]
        events.achievement_earned.publish_many(actor_id=user.pk, subjects=subjects, now=now)
    return new


def earn_session(event: Happened[Booking, Step]) -> None:
    """Count a session that took place for its mentee, on the day on which it did."""
    booking = event.subject
    note_activity(user=booking.mentee, now=booking.starts_at)
    _earn(Reason.SESSION, booking.mentee, booking.pk, _category_of(booking), event.now)


def earn_review(event: Happened[Booking, FeedbackGiven]) -> None:
    """Count what a mentee says of a session."""
    booking = event.subject
    if event.data["role"] == "mentee":
        note_activity(user=booking.mentee, now=event.now)
        _earn(Reason.REVIEW, booking.mentee, booking.pk, _category_of(booking), event.now)


def earn_course(event: Happened[Enrollment, events.Enrolled]) -> None:
    """Count a course that somebody has worked through."""
    subcategory = event.subject.opportunity.subcategory
    category_id = None if subcategory is None else subcategory.category_id
    _earn(Reason.COURSE, event.subject.user, event.subject.pk, category_id, event.now)


def _earn(reason: Reason, user: User, subject_id: int, category_id: int | None, now: datetime) -> None:
    give_points(user=user, reason=reason, subject_id=subject_id, category_id=category_id, now=now)
    award(user=user, now=now)


def _category_of(booking: Booking) -> int | None:
    """Return the category of what a session was booked for, or else of its mentor."""
    about = booking.opportunity_id or booking.mentor.public_id
    rows = Opportunity.objects.filter(public_id=about)
    return rows.values_list("subcategory__category_id", flat=True).first()
