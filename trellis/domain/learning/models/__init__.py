"""What can be learned, who takes part, how far they have come, and what they have earned by it."""

from trellis.domain.learning.models.achievements import Achievement, EarnedAchievement
from trellis.domain.learning.models.enrollments import Enrollment
from trellis.domain.learning.models.opportunities import Meaning, Opportunity, Tally
from trellis.domain.learning.models.paths import CompletedMilestone, LearningPath
from trellis.domain.learning.models.points import ActiveDay, PointsEntry
from trellis.domain.learning.models.templates import PathTemplate, TemplateMilestone

__all__ = [
    "Achievement",
    "ActiveDay",
    "CompletedMilestone",
    "EarnedAchievement",
    "Enrollment",
    "LearningPath",
    "Meaning",
    "Opportunity",
    "PathTemplate",
    "PointsEntry",
    "Tally",
    "TemplateMilestone",
]
