"""What somebody could do next, of what there is: a milestone, a mentor, a group."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from trellis.domain.accounts.models import User
from trellis.domain.community.queries.groups import suggested_groups
from trellis.domain.learning.models import LearningPath
from trellis.domain.mentorship.models import HOLDING, Booking, Mentor, Status
from trellis.domain.messaging.models import Block


def next_steps(user: User, *, now: datetime) -> list[str]:
    """Return up to three sentences, each of something that is there and can be done."""
    return list(_steps(user, now))


def _steps(user: User, now: datetime) -> Iterator[str]:
    going = LearningPath.objects.filter(user=user, completed_at=None).select_related("waiting")
    path = going.order_by("-updated_at", "-pk").first()
    if path is not None and path.waiting is not None:
        yield f"Complete {path.waiting.title} milestone"
    mentor = _mentor(user, now)
    if mentor is not None:
        yield f"Book session with {mentor.user.full_name}"
    for group in suggested_groups(user, limit=1):
        yield f"Join {group.name} community group"


def _mentor(user: User, now: datetime) -> Mentor | None:
    """Return who to have a session with: whom one liked best of late, or else the best rated.

    Nobody with whom one is planned, and nobody of whom the other is blocked.
    """
    planned = Booking.objects.filter(mentor=OuterRef("pk"), mentee=user, status__in=HOLDING, ends_at__gt=now)
    blocks = Block.objects.filter(blocker=user, blocked=OuterRef("user"))
    blocked = Block.objects.filter(blocker=OuterRef("user"), blocked=user)
    shown = Mentor.objects.filter(~Exists(planned), ~Exists(blocks), ~Exists(blocked), is_shown=True)
    shown = shown.exclude(user=user).select_related("user")
    known = Booking.objects.filter(mentee=user, status=Status.COMPLETED, ends_at__lte=now)
    latest = known.exclude(rating__lt=_LIKED).order_by("-ends_at").values_list("mentor", flat=True)[:_LATEST]
    by_key = {each.pk: each for each in shown.filter(pk__in=list(latest))}
    liked = next((by_key[key] for key in latest if key in by_key), None)
    return liked or shown.order_by(F("rating_average").desc(nulls_last=True), "-rating_count", "-pk").first()


_LIKED = 4  # stars, of five
_LATEST = 10
