"""What this app publishes. What is written of an opportunity is personal where it is a mentor's."""

from typing import Any, TypedDict

from trellis.core.events import ChangedTexts, DomainEvent, Nothing
from trellis.domain.learning.models import (
    CompletedMilestone,
    EarnedAchievement,
    Enrollment,
    LearningPath,
    Opportunity,
    PathTemplate,
    PointsEntry,
)


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


class Stepped(TypedDict):
    """On which path, which step, and what was earned by it."""

    path_id: int
    step: int
    points: int


class Begun(TypedDict):
    """Through what."""

    subcategory_id: int


class Achieved(TypedDict):
    """What."""

    achievement_id: int


class Earned(TypedDict):
    """For what, how many."""

    kind: str
    points: int


class Versioned(TypedDict):
    """Of what it is which version."""

    subcategory_id: int
    version: int


opportunity_made = DomainEvent("opportunity.made", Opportunity, Nothing)
opportunity_changed = DomainEvent("opportunity.changed", Opportunity, OpportunityChanged, ChangedTexts)
opportunity_published = DomainEvent("opportunity.published", Opportunity, Nothing)
opportunity_withdrawn = DomainEvent("opportunity.withdrawn", Opportunity, Nothing)
enrolled = DomainEvent("enrollment.made", Enrollment, Enrolled)
# What was owed for it has come, or went back, so that it opens, or closes.
paid = DomainEvent("enrollment.paid", Enrollment, Nothing)
unpaid = DomainEvent("enrollment.unpaid", Enrollment, Nothing)
rated = DomainEvent("enrollment.rated", Enrollment, Rated)
course_completed = DomainEvent("enrollment.completed", Enrollment, Enrolled)
path_begun = DomainEvent("path.begun", LearningPath, Begun)
milestone_completed = DomainEvent("milestone.completed", CompletedMilestone, Stepped)
path_completed = DomainEvent("path.completed", LearningPath, Begun)
points_earned = DomainEvent("points.earned", PointsEntry, Earned)
achievement_earned = DomainEvent("achievement.earned", EarnedAchievement, Achieved)
template_changed = DomainEvent("path_template.changed", PathTemplate, Versioned)
