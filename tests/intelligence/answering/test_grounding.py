"""A model's words are held against the facts: no name, number or date of its own."""

import pytest

from trellis.intelligence.answering.grounding import grounded

FACTS = [
    "“Welder” (12) at Acme Ltd. asks for Python and CI/CD. It closes on 1 December 2027.",
    "“Cook” (17) at Hooli pays 1,200 and has three criteria. See https://talent.example/jobs/17/.",
    "You have applied to “Maler” as Zoë Müller; call 14:30.",
]


@pytest.mark.parametrize(
    "text",
    [
        "Acme asks for Python, and you know it.",
        "Hooli has 3 criteria. It pays 1200.",
        "- Acme's job closes on 1 December 2027\n- Hooli's is a cook's job",
        "See https://talent.example/jobs/17/.",
        "You have applied to Maler, zoë.",
        "",
    ],
)
def test_what_the_facts_say_may_be_said_in_other_words(text: str) -> None:
    assert grounded(text, FACTS)


@pytest.mark.parametrize(
    "text",
    [
        "Initech asks for Python.",
        "Maria has applied.",
        "You know KUBERNETES.",
        "Hooli has four criteria.",
        "Hooli pays 1,300.",
        "It closes on 2 December 2027.",
        "It closes on 1 November 2027.",
        "It closes tomorrow.",
        "It closes in a week.",
        "Acme pays 1200.",
        "Acme Ltd has 3 criteria.",
        "See https://evil.example/.",
        "Write to a@b.example.",
        "You have applied as Zoë Schmidt.",
        "Call at 14:31.",
        "It pays ٩٩.",
        "アクメ asks for Python.",
    ],
)
def test_a_name_number_or_date_of_its_own_is_found(text: str) -> None:
    assert not grounded(text, FACTS)


def test_nothing_is_in_no_facts() -> None:
    assert not grounded("Acme.", [])
    assert grounded("there is nothing.", [])
