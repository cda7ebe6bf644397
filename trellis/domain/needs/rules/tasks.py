"""Where a need stands that is shared with an application, and who of the employer says that it is met."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from trellis.domain.needs.refusals import DueInThePast
from trellis.domain.needs.rights import Right
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Grant, grant

if TYPE_CHECKING:
    from trellis.domain.needs.models import NeedTask


class Standing(models.TextChoices):
    """Whether there is something left to do."""

    OPEN = "open"
    MET = "met"
    WAIVED = "waived"


def standing_of(task: "NeedTask") -> Standing:
    """Return where a task stands; STANDING_SQL of queries/tasks.py says the same."""
    if task.waived_at is not None:
        return Standing.WAIVED
    return Standing.OPEN if task.done_at is None else Standing.MET


def may_assign(member: Membership) -> bool:
    """Tell whether a member says who meets a need, and until when."""
    return grant(member.role, Right.ASSIGN_NEEDS) is Grant.ALL


def may_meet(task: "NeedTask", member: Membership) -> bool:
    """Tell whether a member may say that a need is met: who assigns them, and whose task it is."""
    reach = grant(member.role, Right.MEET_NEEDS)
    return reach is Grant.ALL or (reach is Grant.OWN and task.owner_id == member.user_id)


def refuse_past(due: date | None, *, today: date) -> None:
    """Raise DueInThePast for a day that is over."""
    if due is not None and due < today:
        raise DueInThePast
