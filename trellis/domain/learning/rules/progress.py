"""How far somebody has come with a course: what is told adds up, and nothing of it ever falls."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trellis.domain.learning.refusals import BadProgress
from trellis.domain.learning.rules import limits
from trellis.domain.learning.rules.choices import EnrollmentStatus, OpportunityType

if TYPE_CHECKING:
    from trellis.domain.learning.models import Enrollment

# What is worked through, and so can be completed.
WORKED_THROUGH = (OpportunityType.COURSE, OpportunityType.WORKSHOP)
_TENTHS = 10
# As much as floats are off: 0.7 times 10 is 7.
_NOISE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a device tells: lessons that are done, by their numbers, of how many; or per cent; and minutes."""

    completed_lessons: Collection[int] = ()
    total_lessons: int | None = None
    percentage: float | None = None
    minutes: int = 0

    @property
    def is_of_work(self) -> bool:
        """Whether it tells more than that somebody was there, and how long."""
        return bool(self.completed_lessons) or self.total_lessons is not None or self.percentage is not None


@dataclass(frozen=True, slots=True)
class Reached:
    """The columns of an enrolment that say how far somebody has come."""

    lessons: list[int]
    total_lessons: int | None
    percentage: float
    minutes_spent: int


def reached(enrollment: "Enrollment", told: Told) -> Reached:
    """Return how far somebody has come with what one of their devices tells; raise BadProgress.

    Lessons of several devices are put together, minutes are added, and of per cents the most counts.
    """
    _refuse_out_of_range(told)
    lessons = sorted({*enrollment.lessons, *told.completed_lessons})
    total = told.total_lessons if told.total_lessons is not None else enrollment.total_lessons
    if told.completed_lessons and (total is None or max(told.completed_lessons) > total):
        raise BadProgress({"completed_lessons": [_too_many(total)]})
    # Of a course that has fewer lessons by now some of those that were done may be gone.
    part = 100 * len([each for each in lessons if each <= total]) / total if total else 0
    return Reached(
        lessons,
        total,
        max(enrollment.percentage, _down(part), _down(told.percentage or 0)),
        min(enrollment.minutes_spent + told.minutes, limits.MOST_MINUTES),
    )


def is_through(percentage: float) -> bool:
    """Tell whether nothing is left."""
    return percentage >= limits.PERCENTAGE.most


def stands_at(status: str, percentage: float) -> str:
    """Return in a word where the work on a course stands, by its enrolment."""
    if status != EnrollmentStatus.ENROLLED:
        return str(status)
    return "in_progress" if percentage > 0 else str(status)


# What `stands_at` gives, in SQL.
STANDS_SQL = (
    f"CASE WHEN {{status}} = '{EnrollmentStatus.ENROLLED}' AND {{percentage}} > 0 THEN 'in_progress'"
    " ELSE {status} END"
)


def _refuse_out_of_range(told: Told) -> None:
    ranges = [
        *(("completed_lessons", each, limits.LESSONS) for each in told.completed_lessons),
        ("total_lessons", told.total_lessons, limits.LESSONS),
        ("completion_percentage", told.percentage, limits.PERCENTAGE),
        ("minutes_spent", told.minutes, limits.MINUTES_AT_ONCE),
    ]
    for name, value, between in ranges:
        if value is not None and not between.least <= value <= between.most:
            raise BadProgress({name: [f"This is {between.least} to {between.most}."]})


def _too_many(total: int | None) -> str:
    if total is None:
        return "Say with them how many lessons there are: total_lessons."
    return f"There are {total} lessons."


def _down(percentage: float) -> float:
    """Return it with one decimal: what is not quite all is not all."""
    return int(percentage * _TENTHS + _NOISE) / _TENTHS
