"""What a member asks the agent is read by rules: which rows, narrowed to what."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from trellis.domain.answers.rules.agent.asking import Asked, Intent, read
from trellis.domain.answers.rules.agent.phrases import Wish
from trellis.domain.jobs.rules.choices import Stage

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
TITLES = {17: "Welder", 18: "Senior Baker", 19: "Baker", 20: "Welder"}


def asked(question: str) -> Asked:
    return read(question, titles=TITLES, now=NOW)


@pytest.mark.parametrize(
    ("question", "terms", "wishes"),
    [
        ("who of the applicants knows Django and can start remote?", ["Django"], [Wish.REMOTE]),
        ("Who has 3 years of Python and a work permit?", ["3 years of Python"], [Wish.VISA]),
        ("Which applicants can weld and speak Spanish?", ["weld", "Spanish"], []),
        ("who is available now and knows C++?", ["C++"], [Wish.AVAILABLE]),
        ("we need somebody who knows CI/CD, .NET and Go", ["CI/CD", ".NET", "Go"], []),
        ("Has anyone worked with children's theatre?", ["children's theatre"], []),
        (
            "who has experience in patient care and is willing to relocate",
            ["patient care"],
            [Wish.RELOCATE],
        ),
        ("who can work part-time on site", [], [Wish.ON_SITE, Wish.PART_TIME]),
        ("Which of them are good at customer service?", ["customer service"], []),
        ("list all candidates with their phone", [], []),
        ("Who has applied?", [], []),
        ("How many applicants are there?", [], []),
    ],
)
def test_what_somebody_should_be_able_to_do_and_want_is_told_apart(
    question: str, terms: list[str], wishes: list[Wish]
) -> None:
    found = asked(question)
    assert (found.intent, list(found.terms), list(found.wishes)) == (Intent.APPLICANTS, terms, wishes)


def test_one_of_several_is_enough_where_the_question_says_or() -> None:
    assert (asked("Who speaks German or French?").terms, asked("Who speaks German or French?").is_any) == (
        ("German", "French"),
        True,
    )
    assert not asked("Who speaks German and French?").is_any


@pytest.mark.parametrize(
    ("question", "jobs", "unknown"),
    [
        ("show me the applicants of job 17", (17,), ""),
        ("show me the applicants of job #18", (18,), ""),
        ("show me the applicants of job 99", (), "99"),
        ("show me the applicants of job 99999999999999999999999", (), "99999999999999999999999"),
        ("who applied for the SENIOR BAKER position?", (18,), ""),
        ("who applied as Baker?", (19,), ""),
        ("who applied as welder?", (17, 20), ""),
        ("who is there for the job of Pilot?", (), "Pilot"),
        ("who has applied?", None, ""),
    ],
)
def test_a_job_is_named_by_number_or_title_and_one_that_is_not_there_is_known_as_such(
    question: str, jobs: Any, unknown: str
) -> None:
    found = asked(question)
    assert (found.jobs, found.unknown_job) == (jobs, unknown)


@pytest.mark.parametrize(
    ("question", "stage", "first", "last"),
    [
        ("who was shortlisted this week?", Stage.SHORTLISTED, MONDAY, NOW),
        (
            "who was invited to an interview last week?",
            Stage.INTERVIEW,
            MONDAY - timedelta(days=7),
            MONDAY,
        ),
        (
            "who was rejected yesterday?",
            Stage.REJECTED,
            datetime(2026, 11, 24, tzinfo=UTC),
            MONDAY + timedelta(2),
        ),
        (
            "who was hired last month?",
            Stage.HIRED,
            datetime(2026, 10, 1, tzinfo=UTC),
            datetime(2026, 11, 1, tzinfo=UTC),
        ),
        ("who applied in the last 3 days", None, NOW - timedelta(days=3), NOW),
    ],
)
def test_steps_and_times_are_understood(
    question: str, stage: Stage | None, first: datetime, last: datetime
) -> None:
    found = asked(question)
    assert (found.intent, found.stage, found.span) == (Intent.APPLICANTS, stage, (first, last))
    assert found.terms == ()


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("which needs are open?", Intent.NEEDS),
        ("Any open accommodations?", Intent.NEEDS),
        ("we need somebody who needs little sleep", Intent.APPLICANTS),
        ("compare Ann Lee and Bob for job 17", Intent.COMPARE),
        ("what do I have to do?", Intent.TODO),
        ("What is left?", Intent.TODO),
        ("which interviews are open", Intent.INTERVIEWS),
        ("Which jobs are open?", Intent.JOBS),
        ("who is the best for job 17?", Intent.RANKING),
        ("hello", Intent.UNKNOWN),
        ("What is the weather like?", Intent.UNKNOWN),
    ],
)
def test_each_kind_of_question_is_known_by_its_words(question: str, intent: Intent) -> None:
    assert asked(question).intent == intent
