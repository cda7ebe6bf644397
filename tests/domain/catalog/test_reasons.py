"""Reasons are true: they name what is in the question and in what was found, or say what was near."""

import pytest

from trellis.domain.catalog.rules.reasons import is_near, reason, says_something, shared_words

DESIGN = ["Design & Media", "Graphic design, mobile and web design, typography"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("learn mobile design", ["mobile", "design"]),
        ("DESIGNING designs for mobiles", ["designing", "designs", "mobiles"]),
        ("how do I get better at the web?", ["web"]),
        ("a pie", []),
        ("design design", ["design"]),
        ("graphic media, web, mobile and typography", ["graphic", "media", "web", "mobile"]),
        ("learn to sign", []),
        ("", []),
    ],
)
def test_shared_words(question: str, words: list[str]) -> None:
    assert shared_words(question, DESIGN) == words


@pytest.mark.parametrize(
    ("question", "words", "said"),
    [
        ("learn mobile design", ["mobile", "design"], "Matches your interest in mobile and design"),
        ("web", ["web"], "Matches your interest in web"),
        ("a b c", ["a", "b", "c"], "Matches your interest in a, b and c"),
        ("anything but I hate design", ["design"], "Speaks of design"),
        ("I don’t want design", ["design"], "Speaks of design"),
        ("logos", [], "Close in meaning to “Graphic design”"),
    ],
)
def test_reason(question: str, words: list[str], said: str) -> None:
    assert reason(question, words=words, nearest="Graphic design") == said


def test_a_word_that_is_shared_counts_for_some_of_the_way() -> None:
    assert [is_near(score, words) for score in (0.29, 0.3, 0.4) for words in ([], ["a"])] == [
        *(False, False),
        *(False, True),
        *(True, True),
    ]


@pytest.mark.parametrize(("text", "says"), [("😀 🎸", False), ("?!", False), ("語", True), ("c++", True)])
def test_what_has_no_word_says_nothing(text: str, says: bool) -> None:
    assert says_something(text) is says
