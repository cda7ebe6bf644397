"""Going a path through a subcategory, one milestone after the other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.learning import events
from trellis.domain.learning.models import Achievement, CompletedMilestone, LearningPath, TemplateMilestone
from trellis.domain.learning.queries.paths import milestone_of, newest_template, unlocked_by
from trellis.domain.learning.refusals import NoPath, NoStep, OnPath, OutOfOrder
from trellis.domain.learning.rules.choices import Reason
from trellis.domain.learning.rules.points import POINTS
from trellis.domain.learning.services.earning import award, give_points
from trellis.domain.learning.services.streaks import hold_learner, note_activity


@dataclass(frozen=True, slots=True)
class Completion:
    """That a step is done, what it brought, and what comes after it."""

    milestone: CompletedMilestone
    achievements: list[Achievement]
    next_milestone: TemplateMilestone | None


@retried_once
def begin_path(*, user: User, subcategory_id: UUID, now: datetime) -> LearningPath:
    """Begin a path through a subcategory, over the milestones that it has now.

    Raises NoTemplate, and OnPath where there is one already.
    """
    with transaction.atomic():
        template = newest_template(subcategory_id)
        made, is_new = LearningPath.objects.get_or_create(
            user=user,
            subcategory=template.subcategory,
            defaults={
                "template": template,
                "waiting": milestone_of(template, 1),
                "started_at": now,
                "updated_at": now,
            },
        )
        if not is_new:
            raise OnPath(made.public_id)
        data = _through(made)
        events.path_begun.publish(actor_id=user.pk, subject=made, data=data, now=now)
    return made


@retried_once
def complete_milestone(*, user: User, path_id: UUID, step: int, now: datetime) -> Completion:
    """Say that the step of one's path that waits is done; said again it is answered as then.

    Raises NoPath, NoStep, and OutOfOrder where another step waits.
    """
    with transaction.atomic():
        hold_learner(user)
        path = _locked(user, path_id)
        milestone = milestone_of(path.template, step)
        if milestone is None:
            raise NoStep(path.template.total_steps)
        after = milestone_of(path.template, step + 1)
        there = CompletedMilestone.objects.filter(path=path, step=step).first()
        if there is not None:
            return Completion(there, unlocked_by(there), after)
        if path.waiting is not None and path.waiting != milestone:
            raise OutOfOrder(path.waiting.step)
        done = _complete(path, milestone, after, now)
        return Completion(done, award(user=user, milestone=done, now=now), after)


def _complete(
    path: LearningPath, milestone: TemplateMilestone, after: TemplateMilestone | None, now: datetime
) -> CompletedMilestone:
    """Write down that a step is done, with its points."""
    done = CompletedMilestone.objects.create(
        path=path, milestone=milestone, step=milestone.step, points=POINTS[Reason.MILESTONE], completed_at=now
    )
    set_columns(path, waiting=after, updated_at=now, completed_at=None if after else now)
    give_points(
        user=path.user,
        reason=Reason.MILESTONE,
        subject_id=done.pk,
        category_id=path.subcategory.category_id,
        now=now,
    )
    note_activity(user=path.user, now=now)
    data: events.Stepped = {"path_id": path.pk, "step": done.step, "points": done.points}
    events.milestone_completed.publish(actor_id=path.user_id, subject=done, data=data, now=now)
    if after is None:
        events.path_completed.publish(actor_id=path.user_id, subject=path, data=_through(path), now=now)
    return done


def _through(path: LearningPath) -> events.Begun:
    return {"subcategory_id": path.subcategory_id}


def _locked(user: User, path_id: UUID) -> LearningPath:
    """Lock one's own path, and return it as it is."""
    rows = LearningPath.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("template", "subcategory", "waiting", "user")
    found = rows.filter(user=user, public_id=path_id).first()
    if found is None:
        raise NoPath
    return found
