"""What fits somebody: each reason is true of it, and gone where just that one fact is another."""

from dataclasses import replace
from uuid import UUID

import pytest

from trellis.domain.learning.rules.recommending import Facts, Wishes, fit, why_popular

_DESIGN, _MUSIC = UUID(int=1), UUID(int=2)
WISHES = Wishes(
    passions=["UI design", "Pottery"],
    skills={"Figma": "beginner", "Cooking": "expert"},
    goals="I want to build mobile apps",
    subcategories={_DESIGN},
)
FACTS = Facts(
    opportunity_type="course",
    texts=["UI Design Fundamentals", "figma", "ui-design", "mobile", "UI/UX Design"],
    difficulty="beginner",
    subcategory=_DESIGN,
    subcategory_name="UI/UX Design",
)


def _why(closeness: float | None = 0.5, *, wishes: Wishes = WISHES, **facts: object) -> str:
    found = fit(wishes, replace(FACTS, **facts), closeness)  # type: ignore[arg-type]
    assert found is not None
    return found.reason


def test_it_says_all_that_matches() -> None:
    assert _why() == (
        "Matches your interest in UI design, skill in Figma and beginner skill level, in UI/UX Design"
    )


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"texts": ["Figma"]}, "Matches your skill in Figma and beginner skill level, in UI/UX Design"),
        ({"texts": ["UI design"]}, "Matches your interest in UI design, in UI/UX Design"),
        # A part of an interest is none: not every design is one of user interfaces.
        (
            {"texts": ["Garden design", "Figma"]},
            "Matches your skill in Figma and beginner skill level, in UI/UX Design",
        ),
        (
            {"difficulty": "advanced"},
            "Matches your interest in UI design and skill in Figma, in UI/UX Design",
        ),
        ({"difficulty": None}, "Matches your interest in UI design and skill in Figma, in UI/UX Design"),
        (
            {"subcategory": _MUSIC, "subcategory_name": "Music"},
            "Matches your interest in UI design, skill in Figma and beginner skill level",
        ),
        ({"texts": ["Mobile worlds"]}, "Matches your goal of mobile, in UI/UX Design"),
        ({"texts": ["Screens"]}, "In UI/UX Design, which what you say is near"),
        ({"texts": ["Screens"], "subcategory": None}, "Close in meaning to what you say of yourself"),
        # The level of another skill is not that of this one.
        (
            {"texts": ["Cooking"], "difficulty": "beginner", "subcategory": None},
            "Matches your skill in Cooking",
        ),
        (
            {"texts": ["Cooking"], "difficulty": "advanced", "subcategory": None},
            "Matches your skill in Cooking and expert skill level",
        ),
    ],
)
def test_a_reason_goes_with_its_fact(facts: dict[str, object], reason: str) -> None:
    assert _why(**facts) == reason  # type: ignore[arg-type]


def test_each_fact_raises_the_score_and_none_makes_it_certain() -> None:
    def score(closeness: float | None = 0.5, **facts: object) -> float:
        found = fit(WISHES, replace(FACTS, **facts), closeness)  # type: ignore[arg-type]
        assert found is not None
        return found.score

    assert score() > score(difficulty="advanced") > score(difficulty="advanced", subcategory=None)
    assert score(subcategory=None, texts=["Screens"]) == 0.5
    assert score(1.0) == 0.99
    # By words alone nothing is sure.
    assert score(None) == score(-0.2) == 0.5


@pytest.mark.parametrize("closeness", [0.38, 0.0, -0.2, None])
def test_what_only_happens_to_be_the_nearest_is_not_recommended(closeness: float | None) -> None:
    nonsense = Wishes(passions=["qwrtzpl"], skills={"xx": None}, goals="blah the of", subcategories=set())
    assert fit(nonsense, FACTS, closeness) is None
    nothing = Wishes(passions=[], skills={}, goals="", subcategories={_DESIGN})
    assert fit(nothing, FACTS, closeness) is None


@pytest.mark.parametrize(
    ("closeness", "is_found"), [(None, True), (0.41, True), (0.31, True), (0.29, False), (-0.2, False)]
)
def test_a_word_of_a_goal_counts_where_the_rest_is_not_far(closeness: float | None, is_found: bool) -> None:
    wishes = Wishes(passions=[], skills={}, goals="something mobile", subcategories=set())
    found = fit(wishes, FACTS, closeness)
    assert (found is not None) is is_found
    # An interest that is named counts wherever the rest lies.
    named = fit(replace(wishes, passions=["Figma"]), FACTS, closeness)
    assert named is not None and named.reason == "Matches your interest in Figma"


@pytest.mark.parametrize(
    ("level", "fitting"),
    [
        (None, ["beginner"]),
        ("beginner", ["beginner", "intermediate"]),
        ("intermediate", ["intermediate", "advanced"]),
        ("advanced", ["advanced"]),
        ("expert", ["advanced"]),
    ],
)
def test_a_step_of_learning_is_at_ones_level_or_the_next(level: str | None, fitting: list[str]) -> None:
    wishes = replace(WISHES, skills={"Figma": level})

    def is_step(**facts: object) -> bool:
        found = fit(wishes, replace(FACTS, **facts), 0.5)  # type: ignore[arg-type]
        return found is not None and found.is_on_path

    levels = ("beginner", "intermediate", "advanced")
    assert [each for each in levels if is_step(difficulty=each)] == fitting
    first = fitting[0]
    assert not is_step(difficulty=first, opportunity_type="job")
    assert not is_step(difficulty=first, subcategory=_MUSIC)
    assert not is_step(difficulty=None)


def test_what_is_popular_says_how_popular() -> None:
    assert [why_popular(people) for people in (0, 1, 1200)] == [
        "New here: nobody takes part yet",
        "Popular: 1 person takes part",
        "Popular: 1200 people take part",
    ]
