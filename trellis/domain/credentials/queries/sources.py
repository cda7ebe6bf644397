"""What badges can be made of: what somebody has done, and what others have said of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.credentials.refusals import NoSource
from trellis.domain.credentials.rules.choices import Kind
from trellis.domain.credentials.rules.facts import shortened
from trellis.domain.learning.models import CompletedMilestone, Enrollment
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.models.bookings import Status
from trellis.domain.scouting.models import Selection

# Without the coach's name, which goes with the coach.
_SELECTED = "To be coached, out of the pool of talents"
_ACHIEVEMENTS = UUID("6f0d6d9e-0c53-5c2b-9a0a-9d1f2a3b4c5d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provable:
    """Something that a badge can say, and of which row it is: `source`."""

    kind: Kind
    source: str
    title: str
    earned_on: date
    about: str  # what all badges of the same have in common
    by: User | None = None
    text: str = ""
    level: str = ""
    minutes: int | None = None
    started_on: date | None = None

    @property
    def by_name(self) -> str:
        """Whose word it is."""
        return "" if self.by is None else self.by.full_name or self.by.username

    @property
    def achievement_id(self) -> UUID:
        """One for all badges of the same, and nobody's id."""
        return uuid5(_ACHIEVEMENTS, f"{self.kind}/{self.about}")


def provable_rows(user: User, kind: Kind) -> QuerySet[Any]:
    """Return the rows of which badges of this kind can be made for somebody, the newest first."""
    return _ROWS[kind](user)


def as_provable(user: User, kind: Kind, row: Any) -> Provable:
    """Return what such a row says."""
    return _READ[kind](user, row)


def provable(user: User, kind: Kind, source: str) -> Provable:
    """Return what can be said of somebody by its source, as lists name it; raise NoSource."""
    try:
        row = provable_rows(user, kind).filter(**_NAMED[kind](source)).first()
    except (ValueError, ValidationError, OverflowError):
        raise NoSource from None
    if row is None:
        raise NoSource
    return as_provable(user, kind, row)


def of_enrollment(row: Enrollment, *, completed_at: datetime) -> Provable:
    """Return what is to be said of a course that somebody has completed."""
    about, user = row.opportunity, row.user
    return Provable(
        kind=Kind.COURSE,
        source=str(row.public_id),
        title=about.title,
        text=shortened(about.description),
        about=str(about.public_id),
        level=about.difficulty or "",
        minutes=about.duration_minutes,
        started_on=_day(user, row.enrolled_at),
        earned_on=_day(user, completed_at),
    )


def _milestones(user: User) -> QuerySet[CompletedMilestone]:
    own = CompletedMilestone.objects.filter(path__user=user)
    return own.select_related("path__subcategory", "milestone").order_by("-completed_at", "-pk")


def _selections(user: User) -> QuerySet[Selection]:
    own = Selection.objects.filter(talent__user=user, coach__user__is_active=True)
    return own.select_related("coach__user").order_by("-judged_at", "-pk")


def _reviews(user: User) -> QuerySet[Booking]:
    own = Booking.objects.filter(mentee=user, status=Status.COMPLETED, mentor__user__is_active=True)
    return own.exclude(mentor_feedback="").select_related("mentor__user").order_by("-starts_at", "-pk")


def _of_milestone(user: User, row: CompletedMilestone) -> Provable:
    return Provable(
        kind=Kind.MILESTONE,
        source=f"{row.path.public_id}/{row.step}",
        title=f"{row.path.subcategory.name}: {row.milestone.title}",
        about=f"{row.path.subcategory.public_id}/{row.milestone.title}",
        minutes=row.milestone.hours * 60,
        earned_on=_day(user, row.completed_at),
    )


def _of_selection(user: User, row: Selection) -> Provable:
    coach = row.coach.user
    return Provable(
        kind=Kind.SELECTION,
        source=str(coach.public_id),
        title=_SELECTED,
        about=str(coach.public_id),
        by=coach,
        earned_on=_day(user, row.judged_at),
    )


def _of_review(user: User, row: Booking) -> Provable:
    return Provable(
        kind=Kind.REVIEW,
        source=str(row.public_id),
        title=row.topic,
        about=str(row.public_id),
        by=row.mentor.user,
        text=row.mentor_feedback,
        minutes=int((row.ends_at - row.starts_at).total_seconds()) // 60,
        earned_on=_day(user, row.starts_at),
    )


def _step_named(source: str) -> dict[str, Any]:
    path, _, step = source.partition("/")
    if not (step.isascii() and step.isdigit() and len(step) < 5):
        raise ValueError(source)
    return {"path__public_id": UUID(path), "step": int(step)}


def _day(user: User, at: datetime) -> date:
    return at.astimezone(ZoneInfo(user.known_timezone or "UTC")).date()


_ROWS: dict[Kind, Callable[[User], QuerySet[Any]]] = {
    Kind.MILESTONE: _milestones,
    Kind.SELECTION: _selections,
    Kind.REVIEW: _reviews,
}
_READ: dict[Kind, Callable[[User, Any], Provable]] = {
    Kind.MILESTONE: _of_milestone,
    Kind.SELECTION: _of_selection,
    Kind.REVIEW: _of_review,
}
_NAMED: dict[Kind, Callable[[str], dict[str, Any]]] = {
    Kind.MILESTONE: _step_named,
    Kind.SELECTION: lambda source: {"coach__user__public_id": UUID(source)},
    Kind.REVIEW: lambda source: {"public_id": UUID(source)},
}
