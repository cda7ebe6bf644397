"""Subcategories with milestones, for tests that stand outside the demo world."""

from datetime import datetime
from itertools import count
from uuid import uuid4

from tests.domain.learning.factory import NOW
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.learning.models import Achievement, LearningPath
from trellis.domain.learning.rules.choices import Measure, Rarity
from trellis.domain.learning.rules.templates import Milestone
from trellis.domain.learning.services.paths import begin_path, complete_milestone
from trellis.domain.learning.services.templating import change_template

_numbers = count(1)


def category() -> Category:
    """Make a category."""
    number = next(_numbers)
    return Category.objects.create(
        public_id=uuid4(), name=f"Knots {number}", slug=f"knots-{number}", description="", icon="", position=1
    )


def subcategory(*, steps: int = 8, of: Category | None = None) -> Subcategory:
    """Make a part of a category, through which a path of so many steps leads."""
    number = next(_numbers)
    made = Subcategory.objects.create(
        public_id=uuid4(),
        category=of or category(),
        name=f"Bends {number}",
        slug=f"bends-{number}",
        description="",
        position=1,
    )
    change_template(subcategory=made, milestones=milestones(steps), actor_id=None, now=NOW)
    return made


def milestones(number: int, *, word: str = "Step") -> list[Milestone]:
    """Return so many milestones."""
    return [Milestone(f"{word} {step}", step) for step in range(1, number + 1)]


def path_of(user: User, *, steps: int = 8, of: Category | None = None, now: datetime = NOW) -> LearningPath:
    """Begin a path."""
    through = subcategory(steps=steps, of=of)
    return begin_path(user=user, subcategory_id=through.public_id, now=now)


def complete(path: LearningPath, step: int, *, now: datetime = NOW) -> list[str]:
    """Complete a step; return what was unlocked by it."""
    done = complete_milestone(user=path.user, path_id=path.public_id, step=step, now=now)
    return [each.name for each in done.achievements]


def achievement(name: str, measure: Measure, threshold: int, *, of: Category | None = None) -> Achievement:
    """Make a rule: a row, and nothing else."""
    return Achievement.objects.create(
        name=name,
        description="",
        icon="star",
        rarity=Rarity.COMMON,
        measure=measure,
        threshold=threshold,
        category=of,
    )
