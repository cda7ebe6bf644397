"""What a posting asks for, taken from its words."""

import pytest

from trellis.intelligence.ranking.asking import asked_by
from trellis.intelligence.ranking.criteria import ProtectedCriterion, criteria_of


def test_each_thing_is_asked_once_and_by_its_heaviest_word() -> None:
    found = criteria_of(title="Backend Developer (m/w/d)", skills=["Python", "python "], essential=["Python"])
    assert [(one.key, one.text, one.weight) for one in found] == [
        ("essential/0", "Python", 3),
        ("title/0", "Backend Developer", 1),
    ]


@pytest.mark.parametrize(
    ("text", "months", "meaning"),
    [
        ("At least 3 years of experience with Python", 36, "Python"),
        ("5+ years Java", 60, "Java"),
        ("mindestens drei Jahre Erfahrung mit Python", 36, "Python"),
        ("al menos 2 años de experiencia con Python", 24, "Python"),
        ("6 months of welding", 6, "welding"),
        ("Strong knowledge of machine learning", 0, "machine learning"),
    ],
)
def test_it_knows_how_long_and_what(text: str, months: int, meaning: str) -> None:
    asked = asked_by(text)
    assert (asked.months, asked.meaning) == (months, meaning)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("German B2", ("German", "B2")),
        ("Fluent English", ("English", "advanced")),
        ("Deutsch in Wort und Schrift", ("German", "")),
        ("Sehr gute Deutschkenntnisse", ("German", "advanced")),
        ("English teacher", None),
    ],
)
def test_it_knows_languages_from_what_has_their_names(text: str, expected: tuple[str, str] | None) -> None:
    wish = asked_by(text).wishes[0]
    assert (wish.language, wish.level) == (expected or ("", ""))


@pytest.mark.parametrize(
    "text",
    [
        *("Male", "young team player", "no gaps in employment", "unmarried", "under 35", "Christian values"),
        *("keine Behinderung", "native American", "profile photo", "graduated after 2015", "not pregnant"),
    ],
)
def test_a_criterion_that_asks_for_what_must_not_count_is_refused(text: str) -> None:
    with pytest.raises(ProtectedCriterion) as refused:
        criteria_of(title="Baker", skills=["Baking"], essential=[text])
    assert refused.value.criterion.text == text
    assert all(word in text for word in refused.value.words)
    assert refused.value.words


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Entwickler:in",
            "Softwareentwicklerin",
            "Pflegefachkraft (m/w/d)",
            "Kaufmann",
            "Accessibility",
            "C++",
        ),
        *("German C2", "Windows Server 2019", "Sign language", "Excel", "Desarrollador/a"),
    ],
)
def test_a_criterion_about_work_is_taken(text: str) -> None:
    assert criteria_of(title="", skills=[text], essential=[])
