"""What somebody has earned here, as their portfolio and their resumes name it."""

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.credentials.queries.addresses import page_of
from trellis.domain.credentials.queries.badges import Linked, certificates_of, shown_badges_of
from trellis.domain.credentials.rules.choices import Kind
from trellis.domain.credentials.rules.facts import HOUSE
from trellis.domain.learning.models import EarnedAchievement


def achievements_of(user: User) -> QuerySet[EarnedAchievement]:
    """Return what somebody has achieved, the newest first."""
    return EarnedAchievement.objects.filter(user=user).select_related("achievement").order_by("-pk")


def course_certificates_of(user: User) -> list[Linked]:
    """Return the certificates of courses that hold, the newest first, with where each is checked."""
    rows = certificates_of(user)
    return [Linked(row.title, row.kind, HOUSE, row.issued_at, page_of(row)) for row in rows]


def other_badges_of(user: User) -> list[Linked]:
    """Return the other badges that somebody shows: milestones, and what others have said."""
    return [badge for badge in shown_badges_of(user) if badge.kind != Kind.COURSE]
