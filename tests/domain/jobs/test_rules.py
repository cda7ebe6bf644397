"""What holds of stages and words, without a database."""

from datetime import UTC, datetime
from itertools import product

import pytest

from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.refusals import ApplicationsClosed, InvalidStep, Withdrawn
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.rules.openness import refuse_closed
from trellis.domain.jobs.rules.stages import DECISIONS, OPEN, STEPS, refuse_step
from trellis.domain.jobs.rules.words import query_for_postings, words_of_posting
from trellis.domain.notifications.rules import zone_named

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_every_step_that_is_not_in_the_table_is_refused() -> None:
    taken = set()
    for current, wanted in product(Stage, Stage):
        application = Application(stage=current, withdrawn_at=NOW if current is Stage.WITHDRAWN else None)
        try:
            refuse_step(application, wanted, zone=UTC)
            taken.add((current, wanted))
        except (InvalidStep, Withdrawn):
            pass
    assert taken == {(current, wanted) for current, allowed in STEPS.items() for wanted in allowed}
    assert not any((stage, stage) in taken for stage in Stage)


def test_final_stages_stay_and_no_organization_withdraws() -> None:
    assert {stage for stage, allowed in STEPS.items() if not allowed} == {Stage.HIRED, Stage.WITHDRAWN}
    assert OPEN == (Stage.APPLIED, Stage.SHORTLISTED, Stage.INTERVIEW, Stage.OFFERED)
    assert set(Stage) - set(DECISIONS) == {Stage.APPLIED, Stage.WITHDRAWN}


def test_who_comes_after_a_withdrawal_is_told_when_it_was() -> None:
    gone = Application(stage=Stage.WITHDRAWN, withdrawn_at=NOW)
    with pytest.raises(Withdrawn, match=r"withdrawn at Monday 2 March 2026, 09:30 UTC\."):
        refuse_step(gone, Stage.SHORTLISTED, zone=UTC)


@pytest.mark.parametrize(
    ("posting", "words"),
    [
        (Posting(status="closed", closed_at=NOW), "closed Monday 2 March 2026, 04:30 (America/New York time"),
        (Posting(deadline_at=NOW), "was Monday 2 March 2026, 04:30 (America/New York time; 2026-03-02 09:30"),
    ],
)
def test_who_is_too_late_is_told_day_hour_and_zone(posting: Posting, words: str) -> None:
    with pytest.raises(ApplicationsClosed) as refused:
        refuse_closed(posting, zone=zone_named("America/New_York"), now=NOW)
    assert words in refused.value.sentence


def test_skills_with_signs_are_told_apart_and_stand_apart_from_words() -> None:
    kept = words_of_posting(title="Nurse", organization="Acme", location="New York", skills=["C++", "Café"])
    assert "'=skill c++'" in kept and "'=skill cafe'" in kept and "'=place york'" in kept
    assert "'=skill c'" not in kept


@pytest.mark.parametrize(
    "asked", [{"search": "!?"}, {"skills": ["--"]}, {"search": "nurse", "location": "!"}]
)
def test_signs_alone_are_found_nowhere(asked: dict[str, object]) -> None:
    assert query_for_postings(**asked) is None  # type: ignore[arg-type]
