"""Questions around the lock are known by their words, and others are let through."""

import pytest

from trellis.intelligence.answering.protected import asks_protected


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which of the applicants are deaf?", "disability"),
        ("who is least likely to be ill?", "illness and health"),
        ("Who takes D\u200beaf customers, being hard-of-hearing?", "disability"),
        ("¿Quién es sordo?", "disability"),
        ("List the oldest applicants first", "age"),
        ("How old is Ada?", "age"),
        ("Show me women only", "gender"),
        ("Wer ist schwanger?", "family"),
        ("Who has children", "family"),
        ("Where is Ada originally from?", "origin"),
        ("Any Muslims among them?", "belief"),
        ("Who has an employment gap?", "gaps in a career"),
        ("who was on sick leave", "illness and health"),
    ],
)
def test_what_must_not_count_is_known(question: str, kind: str) -> None:
    assert asks_protected(question) == kind


@pytest.mark.parametrize(
    "question",
    [
        "who of the applicants knows Django and can start remote?",
        "which needs are open?",
        "show the applications of the blind posting, the oldest applications first",
        "who manages pages in many languages and has experience with race conditions",
        "I'll hire whoever can start in May",
        "who has worked in mental health services or health care?",
        "compare the application of 12 with 14 for Welder",
    ],
)
def test_other_questions_are_let_through(question: str) -> None:
    assert asks_protected(question) is None
