"""What this app publishes. What was found stands in places: an event tells that it was."""

from typing import TypedDict

from trellis.core.events import DomainEvent
from trellis.domain.ranking.models import Run


class OfPosting(TypedDict):
    """Which ranking of which job."""

    posting_id: int
    number: int


class Finished(OfPosting):
    """Of how many applications."""

    applications: int


class Failed(OfPosting):
    """Why."""

    fault: str


ranking_asked = DomainEvent("ranking.asked", Run, OfPosting)
ranking_finished = DomainEvent("ranking.finished", Run, Finished)
ranking_failed = DomainEvent("ranking.failed", Run, Failed)
