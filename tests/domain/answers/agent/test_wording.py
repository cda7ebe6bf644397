"""Wishes are found in what was sent, whatever form the candidate's client gave it."""

from typing import Any

import pytest

from trellis.domain.answers.rules.agent.phrases import Wish
from trellis.domain.answers.rules.agent.wording import is_said, shortened, wish_said

MODES, TYPES = "work_mode_preferences", "employment_type_preferences"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({MODES: {"modes": ["remote", "hybrid"]}}, "would work remotely: “remote”"),
        ({MODES: ["Fully remote"]}, "would work remotely: “Fully remote”"),
        ({MODES: {"remote": True}}, "would work remotely: “remote”"),
        ({MODES: {"remote": False, "on_site": True}}, None),
        ({MODES: {}}, None),
        ({}, None),
        ({MODES: 5}, None),
    ],
)
def test_remote_is_found_where_it_is_said(told: dict[str, Any], said: str | None) -> None:
    assert wish_said(Wish.REMOTE, told) == said


def test_facts_hold_where_they_are_true_and_are_said_where_they_are_there() -> None:
    assert wish_said(Wish.VISA, {"has_workvisa": True}) == "has a work visa"
    assert wish_said(Wish.VISA, {"has_workvisa": False}) is None
    assert [is_said(Wish.VISA, told) for told in ({"has_workvisa": False}, {})] == [True, False]
    assert [is_said(Wish.PART_TIME, told) for told in ({TYPES: {"types": ["x"]}}, {TYPES: {}})] == [
        True,
        False,
    ]


def test_a_long_quote_is_cut_between_words_and_stays_letter_by_letter() -> None:
    quote = "word " * 60
    assert quote.startswith(shortened(quote)) and shortened(quote).endswith("word")
    assert shortened("x" * 500) == "x" * 160
