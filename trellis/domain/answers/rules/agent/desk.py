"""Who asks the agent what, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from trellis.domain.answers.rules.agent.asking import Asked

if TYPE_CHECKING:
    from trellis.domain.organizations.models import Membership


@dataclass(frozen=True, slots=True)
class Desk:
    """A question of a member's, understood; `now` is in their zone."""

    member: "Membership"
    question: str
    asked: Asked
    now: datetime
