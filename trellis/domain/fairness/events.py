"""What this app publishes. What is said in a contest is never told: that is read there."""

from typing import Literal, TypedDict

from trellis.core.events import DomainEvent
from trellis.domain.fairness.models import Contest


class OfApplication(TypedDict):
    """Of which application."""

    application_id: int
    posting_id: int


class Answered(OfApplication):
    """What came of it."""

    outcome: Literal["upheld", "changed"]


contest_made = DomainEvent("contest.made", Contest, OfApplication)
contest_withdrawn = DomainEvent("contest.withdrawn", Contest, OfApplication)
contest_answered = DomainEvent("contest.answered", Contest, Answered)
contest_overdue = DomainEvent("contest.overdue", Contest, OfApplication)
