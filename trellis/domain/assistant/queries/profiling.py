"""What can be asked of sessions of questions."""

from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Profiling
from trellis.domain.assistant.refusals import NoProfiling
from trellis.intelligence.understanding.heard import Answer


def profiling_of(user: User, public_id: UUID) -> Profiling:
    """Return a session of somebody; raise NoProfiling, also for another's."""
    found = (
        Profiling.objects.select_related("version__profile").filter(user=user, public_id=public_id).first()
    )
    if found is None:
        raise NoProfiling
    return found


def answers_of(profiling: Profiling) -> list[Answer]:
    """Return what was said in a session so far, in order."""
    rows = profiling.answers.order_by("step").values_list("step", "text", "about")
    return [Answer(step, text, about or None) for step, text, about in rows]


def question_of(profiling: Profiling, *, step: int) -> str:
    """Return what was asked at a step, or is asked now; raise NoProfiling for what was not asked yet."""
    if step == profiling.step and profiling.question:
        return profiling.question
    asked = profiling.answers.filter(step=step).values_list("question", flat=True).first()
    if asked is None:
        raise NoProfiling
    return asked
