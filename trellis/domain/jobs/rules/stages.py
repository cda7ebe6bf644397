"""The steps that an application may take: one table for whoever writes (docs/decisions/jobs.md)."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING

from trellis.domain.jobs.refusals import InvalidStep, Withdrawn
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.notifications.rules import moment

if TYPE_CHECKING:
    from trellis.domain.jobs.models import Application

_ONWARD = (Stage.SHORTLISTED, Stage.INTERVIEW, Stage.OFFERED, Stage.HIRED)
_AWAY = frozenset({Stage.REJECTED, Stage.WITHDRAWN})
STEPS: Mapping[Stage, frozenset[Stage]] = {
    Stage.APPLIED: frozenset(_ONWARD) | _AWAY,
    Stage.SHORTLISTED: frozenset(_ONWARD[1:]) | _AWAY,
    Stage.INTERVIEW: frozenset(_ONWARD[2:]) | _AWAY,
    Stage.OFFERED: frozenset(_ONWARD[3:]) | _AWAY,
    # An organization may think better of it; the candidate is told again.
    Stage.REJECTED: frozenset({Stage.SHORTLISTED}),
    Stage.HIRED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
}
# What the candidate can still take back; what an organization can say, and what either can.
OPEN = tuple(stage for stage in Stage if Stage.WITHDRAWN in STEPS[stage])
DECISIONS = (*_ONWARD, Stage.REJECTED)
SAID = [str(stage) for stage in (*DECISIONS, Stage.WITHDRAWN)]


def can_be_withdrawn(application: "Application") -> bool:
    """Tell whether the candidate can still take an application back."""
    return application.stage in OPEN


def refuse_step(application: "Application", wanted: Stage, *, zone: tzinfo) -> None:
    """Raise Withdrawn or InvalidStep unless the table has this step; moments are told in `zone`."""
    if application.withdrawn_at is not None:
        raise Withdrawn(
            f"The candidate has withdrawn: withdrawn at {moment(application.withdrawn_at, zone)}."
        )
    allowed = STEPS[Stage(application.stage)]
    if wanted not in allowed:
        raise InvalidStep(application.stage, wanted, [str(stage) for stage in Stage if stage in allowed])
