"""Who is on which path in the demo world, and what they have earned: rows alone, for nobody is told today."""

from collections.abc import Sequence
from datetime import UTC, datetime

from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Subcategory
from trellis.domain.learning.models import (
    Achievement,
    CompletedMilestone,
    EarnedAchievement,
    Enrollment,
    LearningPath,
    PathTemplate,
    PointsEntry,
)
from trellis.domain.learning.queries.facts import facts_of
from trellis.domain.learning.rules.choices import Reason
from trellis.domain.learning.rules.points import POINTS
from trellis.domain.learning.services.streaks import note_activity
from trellis.domain.mentorship.models import Booking, Status


def _at(day: int, hour: int, minute: int = 0, *, month: int = 1) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=UTC)


# Who goes which path, since when, and when they did their milestones.
_PATHS: list[tuple[str, str, datetime, Sequence[datetime]]] = [
    ("johndoe", "ui-ux-design", _at(9, 18), [_at(10, 10), _at(12, 14, 30)]),
    (
        "robin",
        "accessibility-disability",
        _at(5, 9, month=5),
        [_at(5, 16, month=5), _at(6, 16, month=5), _at(7, 16, month=5)],
    ),
    ("robin", "ui-ux-design", _at(7, 9, month=5), [_at(8, 10, month=5)]),
]
# Who works on what, how far they have come, in how many minutes, and when they last did.
_WORK = [
    ("robin", "UI Design Fundamentals", 45.0, 180, _at(15, 9, month=5)),
    ("robin", "Python for Complete Beginners", 10.0, 40, _at(10, 9, month=5)),
]


def load_paths() -> None:
    """Write down paths, work on courses and what was earned, unless that is done."""
    if LearningPath.objects.exists():
        return
    people = {user.username: user for user in User.objects.filter(is_active=True)}
    for name, slug, since, moments in _PATHS:
        _walk(people[name], Subcategory.objects.get(slug=slug), since, moments)
    for booking in Booking.objects.filter(status=Status.COMPLETED).select_related("mentee"):
        _give(booking.mentee, Reason.SESSION, booking.pk, booking.starts_at)
        if booking.rated_at:
            _give(booking.mentee, Reason.REVIEW, booking.pk, booking.rated_at)
    for name, title, percentage, minutes, seen_at in _WORK:
        rows = Enrollment.objects.filter(user=people[name], opportunity__title=title)
        rows.update(percentage=percentage, minutes_spent=minutes, last_accessed_at=seen_at)
        note_activity(user=people[name], now=seen_at)
    for user in people.values():
        _award(user)


def _walk(user: User, subcategory: Subcategory, since: datetime, moments: Sequence[datetime]) -> None:
    template = PathTemplate.objects.get(subcategory=subcategory, version=1)
    *done, waiting = list(template.milestones.all()[: len(moments) + 1])
    path = LearningPath.objects.create(
        user=user,
        subcategory=subcategory,
        template=template,
        waiting=waiting,
        started_at=since,
        updated_at=moments[-1],
    )
    for milestone, moment in zip(done, moments, strict=True):
        row = CompletedMilestone.objects.create(
            path=path,
            milestone=milestone,
            step=milestone.step,
            points=POINTS[Reason.MILESTONE],
            completed_at=moment,
        )
        _give(user, Reason.MILESTONE, row.pk, moment, category_id=subcategory.category_id)


def _give(
    user: User, reason: Reason, subject_id: int, moment: datetime, *, category_id: int | None = None
) -> None:
    PointsEntry.objects.get_or_create(
        user=user,
        reason=reason,
        subject_id=subject_id,
        defaults={"points": POINTS[reason], "category_id": category_id, "earned_at": moment},
    )
    note_activity(user=user, now=moment)


def _award(user: User) -> None:
    """Give somebody what they have achieved, as of their last act."""
    last = PointsEntry.objects.filter(user=user).order_by("-earned_at").first()
    if last is None:
        return
    facts = facts_of(user)
    earned = [
        EarnedAchievement(user=user, achievement=each, earned_at=last.earned_at)
        for each in Achievement.objects.all()
        if facts.fulfil(each)
    ]
    EarnedAchievement.objects.bulk_create(earned, ignore_conflicts=True)
