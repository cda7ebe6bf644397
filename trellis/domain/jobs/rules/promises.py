"""An interview is promised to whoever opts in and meets what is essential: how that promise stands."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models

from trellis.domain.jobs.refusals import NoSuchCriterion, PromiseWithoutCriteria
from trellis.domain.jobs.rules.choices import Stage

if TYPE_CHECKING:
    from trellis.domain.jobs.models import InterviewPromise

# Once a job takes no applications any more, whom an interview is promised hears of it so soon.
KEPT_WITHIN = timedelta(days=28)
# What an application reaches with an interview, or without one that anybody misses.
KEEPING = (Stage.INTERVIEW, Stage.OFFERED, Stage.HIRED)


class PromiseStanding(models.TextChoices):
    """How a promise stands."""

    WAITING = "waiting"  # nobody has said yet whether the criteria are met
    NOT_MET = "not_met"
    OWED = "owed"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


def due_at(promise: "InterviewPromise") -> datetime | None:
    """Return until when the promise is to be kept; None while the job takes applications without an end."""
    posting = promise.application.posting
    ends_at = posting.closed_at or posting.deadline_at
    return None if ends_at is None else ends_at + KEPT_WITHIN


def standing_of(promise: "InterviewPromise", *, now: datetime) -> PromiseStanding:
    """Return how a promise stands; PROMISE_SQL of queries/promises.py says the same."""
    stage = promise.application.stage
    if promise.kept_at is not None:
        return PromiseStanding.KEPT
    if stage == Stage.WITHDRAWN:
        return PromiseStanding.WITHDRAWN
    if promise.missing:
        return PromiseStanding.NOT_MET
    due = due_at(promise)
    if stage == Stage.REJECTED or (due is not None and due <= now):
        return PromiseStanding.BROKEN
    return PromiseStanding.WAITING if promise.judged_at is None else PromiseStanding.OWED


def refuse_empty_promise(*, offers_interview: bool, criteria: Sequence[str]) -> None:
    """Raise PromiseWithoutCriteria where an interview is promised to whoever meets nothing."""
    if offers_interview and not criteria:
        raise PromiseWithoutCriteria


def refuse_unknown(missing: Sequence[str], *, criteria: Sequence[str]) -> None:
    """Raise NoSuchCriterion where what is said to be missing was never asked for."""
    if not set(missing) <= set(criteria):
        raise NoSuchCriterion
