"""What this app publishes. What is written of an opportunity is personal where it is a mentor's."""

from typing import Any, TypedDict

from trellis.core.events import ChangedTexts, DomainEvent, Nothing
from trellis.domain.learning.models import Enrollment, Opportunity


class OpportunityChanged(TypedDict):
    """By field [from, to], of texts only that they changed."""

    changes: dict[str, list[Any]]


class Enrolled(TypedDict):
    """In what."""

    opportunity_id: int


class Rated(Enrolled):
    """How many stars, and how many before."""

    stars: int
    previous_stars: int | None


opportunity_made = DomainEvent("opportunity.made", Opportunity, Nothing)
opportunity_changed = DomainEvent("opportunity.changed", Opportunity, OpportunityChanged, ChangedTexts)
opportunity_published = DomainEvent("opportunity.published", Opportunity, Nothing)
opportunity_withdrawn = DomainEvent("opportunity.withdrawn", Opportunity, Nothing)
enrolled = DomainEvent("enrollment.made", Enrollment, Enrolled)
# What was owed for it has come, or went back, so that it opens, or closes.
paid = DomainEvent("enrollment.paid", Enrollment, Nothing)
unpaid = DomainEvent("enrollment.unpaid", Enrollment, Nothing)
rated = DomainEvent("enrollment.rated", Enrollment, Rated)
