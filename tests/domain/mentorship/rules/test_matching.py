"""Mentors are recommended for what is true of them: whoever differs in one fact loses its reason alone."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from trellis.domain.mentorship.rules.matching import Learner, Match, Teacher, match

AT = datetime(2030, 1, 7, tzinfo=UTC)
LEARNER = Learner(
    passions=("UI design", "Figma"),
    skills={"Prototyping": "beginner", "HTML": "expert"},
    style="visual",
    zone="America/Chicago",
    fields=frozenset({"f1"}),
)
TEACHER = Teacher(
    skills=("UI Design", "FIGMA", "Prototyping", "HTML", "Painting"),
    fields={"f1": "UI/UX Design", "f2": "Music"},
    styles=frozenset({"visual", "reading"}),
    zone="America/New_York",
    average=Decimal("4.90"),
    ratings=8,
    alike=(5, 5, 4),
)
REASONS = (
    "Expert in your passions: UI Design, FIGMA",
    "Can take you further in: Prototyping",
    "Teaches in your field: UI/UX Design",
    "Teaching style matches your learning preference: Visual",
    "Compatible timezone",
    "High ratings from similar students",
)


def suits(teacher: Teacher = TEACHER, learner: Learner = LEARNER) -> Match:
    """Return the match, which there is."""
    found = match(learner, teacher, at=AT)
    assert found is not None
    return found


def test_all_reasons_are_given_where_all_is_so() -> None:
    found = suits()
    assert found.reasons == REASONS
    assert found.common_skills == ("UI Design", "FIGMA", "Prototyping", "HTML")
    assert 0.9 < found.score <= 1


@pytest.mark.parametrize(
    ("number", "differs"),
    [
        (0, {"skills": ("Prototyping", "HTML", "Painting")}),
        (1, {"skills": ("UI Design", "FIGMA", "HTML", "Painting")}),
        (2, {"fields": {"f2": "Music"}}),
        (3, {"styles": frozenset({"reading"})}),
        (4, {"zone": "Europe/Vienna"}),
        (5, {"alike": (5, 3)}),
        (5, {"alike": (5,)}),
    ],
)
def test_each_reason_is_gone_for_a_mentor_who_differs_in_just_that(
    number: int, differs: dict[str, Any]
) -> None:
    other = suits(replace(TEACHER, **differs))
    kept = [reason for reason in other.reasons if not reason.startswith("High ratings:")]
    assert kept == [*REASONS[:number], *REASONS[number + 1 :]]
    assert other.score <= suits().score


@pytest.mark.parametrize("differs", [{"average": Decimal("4.49")}, {"ratings": 4}, {"average": None}])
def test_high_ratings_are_many_and_high(differs: dict[str, Any]) -> None:
    plain = replace(TEACHER, alike=())
    assert suits(plain).reasons[-1] == "High ratings: 4.9 from 8 mentees"
    assert suits(replace(plain, **differs)).reasons[-1] == "Compatible timezone"


@pytest.mark.parametrize(
    ("unknown", "lost"),
    [({"style": None}, 3), ({"zone": ""}, 4), ({"passions": ()}, 0), ({"skills": None}, 1)],
)
def test_what_is_not_known_of_the_learner_is_no_reason(unknown: dict[str, Any], lost: int) -> None:
    assert REASONS[lost] not in suits(learner=replace(LEARNER, **unknown)).reasons


def test_who_teaches_nothing_that_is_wanted_is_no_match_however_good() -> None:
    assert match(LEARNER, replace(TEACHER, skills=("Painting",), fields={"f2": "Music"}), at=AT) is None
    assert match(Learner(style="visual", zone="America/New_York"), TEACHER, at=AT) is None


def test_more_in_common_is_a_higher_score() -> None:
    one = replace(TEACHER, skills=("Figma",), fields={})
    scores = [
        suits(replace(one, styles=frozenset(), zone="Asia/Tokyo", alike=())).score,
        suits(replace(one, styles=frozenset(), alike=())).score,
        suits(replace(one, alike=())).score,
        suits(one).score,
        suits(replace(one, skills=("Figma", "UI design"))).score,
        suits().score,
    ]
    assert scores == sorted(set(scores))
    assert suits(replace(one, ratings=1, average=Decimal(5))).score < suits(one).score


def test_clocks_are_compared_as_they_stand_on_the_day() -> None:
    learner = replace(LEARNER, zone="Europe/London")
    far, near = (
        match(learner, replace(TEACHER, zone="America/Sao_Paulo"), at=datetime(2030, month, 7, tzinfo=UTC))
        for month in (7, 1)
    )
    assert far is not None
    assert near is not None
    assert "Compatible timezone" not in far.reasons
    assert "Compatible timezone" in near.reasons
