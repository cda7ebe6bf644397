"""Whose paths there are, and what they lead over."""

from uuid import UUID

from trellis.core.db.prepared import Argument
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import (
    Achievement,
    CompletedMilestone,
    EarnedAchievement,
    LearningPath,
    PathTemplate,
    TemplateMilestone,
)
from trellis.domain.learning.refusals import NoPath, NoTemplate

# The paths of whose account is `user_id`, the newest first: to be prepared.
ANYBODYS = LearningPath.objects.filter(user_id=Argument("user_id")).order_by("-pk")
# How many milestones of the path in `{waiting.step}` and `{template.total_steps}` are done, in SQL.
DONE_SQL = "(coalesce({waiting.step} - 1, {template.total_steps}))"
# Of all of them, in per cent.
PERCENTAGE_SQL = f"round({DONE_SQL} * 100.0 / {{template.total_steps}}, 1)"
# Which step comes next; the last one where none does.
CURRENT_SQL = "coalesce({waiting.step}, {template.total_steps})"

# Half of a tenth goes up, as in SQL, and not to the even number.
_UP = 1e-9


def own_path(user: User, public_id: UUID) -> LearningPath:
    """Return one's own path; raise NoPath, also for another's."""
    rows = LearningPath.objects.select_related("template", "waiting", "subcategory")
    found = rows.filter(user=user, public_id=public_id).first()
    if found is None:
        raise NoPath
    return found


def percentage_of(path: LearningPath) -> float:
    """Return what PERCENTAGE_SQL gives."""
    return round(100 * path.done_steps / path.template.total_steps + _UP, 1)


def newest_template(subcategory_id: UUID) -> PathTemplate:
    """Return the version that new paths through a subcategory take; raise NoTemplate."""
    rows = PathTemplate.objects.select_related("subcategory")
    found = rows.filter(subcategory__public_id=subcategory_id).order_by("-version").first()
    if found is None:
        raise NoTemplate
    return found


def milestone_of(template: PathTemplate, step: int) -> TemplateMilestone | None:
    """Return a step of a template, None where it has none of this number."""
    return TemplateMilestone.objects.filter(template=template, step=step).first()


def unlocked_by(completed: CompletedMilestone) -> list[Achievement]:
    """Return the achievements that somebody has by this milestone, in their order."""
    earned = EarnedAchievement.objects.filter(milestone=completed).select_related("achievement")
    return [each.achievement for each in earned.order_by("achievement__position", "pk")]
