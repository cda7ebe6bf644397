"""How well a mentor suits a learner, and why: a score up to 1, and reasons that are true of this mentor.

What is taught counts .6 (named skills .4, a field in common .2), the way of teaching .15, the timezone .1,
ratings .15. Without anything in common to teach there is no match, whatever else is so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from trellis.domain.mentorship.rules.words import whole_area
from trellis.domain.profiles.rules.choices import Level

_SKILLS, _FIELD, _STYLE, _ZONE, _RATING, _ALIKE = 0.4, 0.2, 0.15, 0.1, 0.1, 0.05
_ENOUGH_SKILLS = 2.0  # passions in common, of which a skill is half of one
_NEAR = timedelta(hours=3)
_HIGH, _FEW, _ALIKE_FEW = Decimal("4.5"), 5, 2
# What a mentor is taken to have who is rated seldom: so many ratings, so good.
_PRIOR_RATINGS, _PRIOR = 5, 4
_WORST, _BEST = 1, 5
_CAN_ALREADY = (Level.ADVANCED, Level.EXPERT)


@dataclass(frozen=True)
class Learner:
    """What is known of who looks for a mentor: skills with a level or None, ids of subcategories."""

    passions: Sequence[str] = ()
    skills: Mapping[str, str | None] | None = None
    style: str | None = None
    zone: str = ""
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Teacher:
    """What is known of a mentor: names of subcategories by id, ratings by similar learners (`alike`)."""

    skills: Sequence[str] = ()
    fields: Mapping[str, str] | None = None
    styles: frozenset[str] = frozenset()
    zone: str = "UTC"
    average: Decimal | None = None
    ratings: int = 0
    alike: Sequence[int] = ()


@dataclass(frozen=True)
class Match:
    """How well they suit, why, and which of the mentor's skills the learner named."""

    score: float
    reasons: tuple[str, ...]
    common_skills: tuple[str, ...]


def match(learner: Learner, teacher: Teacher, *, at: datetime) -> Match | None:
    """Return how well a mentor suits a learner; None where one has nothing to teach the other."""
    skills = learner.skills or {}
    passions, known = _keys(learner.passions), {whole_area(skill): level for skill, level in skills.items()}
    loved = tuple(each for each in teacher.skills if whole_area(each) in passions)
    built = tuple(each for each in teacher.skills if whole_area(each) in known and each not in loved)
    fields = [name for key, name in (teacher.fields or {}).items() if key in learner.fields]
    if not (loved or built or fields):
        return None
    taught = min(1.0, (len(loved) + len(built) / 2) / _ENOUGH_SKILLS)
    reasons, score = [], _SKILLS * taught
    if loved:
        reasons.append(f"Expert in your passions: {', '.join(loved)}")
    if better := [each for each in built if known[whole_area(each)] not in _CAN_ALREADY]:
        reasons.append(f"Can take you further in: {', '.join(better)}")
    if fields:
        score += _FIELD
        reasons.append(f"Teaches in your field: {', '.join(fields)}")
    if learner.style is not None and learner.style in teacher.styles:
        score += _STYLE
        reasons.append(f"Teaching style matches your learning preference: {learner.style.capitalize()}")
    if learner.zone and _apart(learner.zone, teacher.zone, at) <= _NEAR:
        score += _ZONE
        reasons.append("Compatible timezone")
    score += _RATING * _goodness(teacher)
    if len(teacher.alike) >= _ALIKE_FEW and Decimal(sum(teacher.alike)) / len(teacher.alike) >= _HIGH:
        score += _ALIKE
        reasons.append("High ratings from similar students")
    elif teacher.ratings >= _FEW and teacher.average is not None and teacher.average >= _HIGH:
        reasons.append(f"High ratings: {teacher.average:.1f} from {teacher.ratings} mentees")
    return Match(round(score, 2), tuple(reasons), loved + built)


def _keys(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(whole_area(each) for each in texts)


def _apart(zone: str, other: str, at: datetime) -> timedelta:
    """Return how far apart the clocks of two zones are."""
    one, two = (at.astimezone(ZoneInfo(name)).utcoffset() or timedelta() for name in (zone, other))
    return abs(one - two)


def _goodness(teacher: Teacher) -> float:
    """Return how good the ratings are, from 0 to 1; few of them count as middling."""
    total = float(teacher.average or 0) * teacher.ratings + _PRIOR * _PRIOR_RATINGS
    return (total / (teacher.ratings + _PRIOR_RATINGS) - _WORST) / (_BEST - _WORST)
