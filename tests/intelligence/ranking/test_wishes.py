"""What a criterion may not ask for, and what only looks like it."""

import pytest

from trellis.intelligence.ranking.criteria import ProtectedCriterion, criteria_of


@pytest.mark.parametrize(
    "asked",
    [
        *("under 30 years", "Under 30", "unter 30 Jahren", "not older than 40 years", "max. age 35"),
        *("native speaker", "German native speaker", "Muttersprachler:in", "mother tongue English"),
        *("No gaps", "no gaps in the CV", "without any employment gaps", "Lückenloser Lebenslauf"),
        *("Able-bodied", "in good health", "physically fit"),
    ],
)
def test_an_age_an_origin_a_health_and_a_life_without_gaps_are_refused_by_name(asked: str) -> None:
    with pytest.raises(ProtectedCriterion) as refused:
        criteria_of(title="Welder", skills=["Welding"], essential=["Welds", asked])
    assert refused.value.criterion.text == asked or refused.value.criterion.text in asked
    assert refused.value.words


@pytest.mark.parametrize(
    "asked",
    [
        *("over 10 years of experience", "under 20 years of experience", "at least 3 years of Python"),
        *("React Native", "native apps for iOS", "cloud native", "German B2", "answers under 30 seconds"),
        *("no gaps in test coverage", "continuous integration", "health data", "fit for purpose reviews"),
    ],
)
def test_what_work_takes_may_be_asked(asked: str) -> None:
    assert [each.text for each in criteria_of(title="", skills=[], essential=[asked])] == [asked]
