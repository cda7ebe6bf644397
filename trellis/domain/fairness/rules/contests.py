"""How a contest stands, who answers it, and when there is something to contest."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from trellis.domain.fairness.refusals import (
    AlreadyAnswered,
    AnotherAnswers,
    ApplicationOver,
    DecisionMissing,
    NoDecisionHere,
    NothingJudged,
    TooManyContests,
    WorseDecision,
)
from trellis.domain.fairness.rules.clock import days_left
from trellis.domain.fairness.rules.limits import MOST_CONTESTS
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.rules.blindness import blind_text, is_blind
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.notifications.rules import zone_named
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Grant, grant

if TYPE_CHECKING:
    from trellis.domain.fairness.models import Contest
    from trellis.domain.jobs.models import Application


class Outcome(models.TextChoices):
    """What a contest has led to."""

    UPHELD = "upheld"
    CHANGED = "changed"


class Standing(models.TextChoices):
    """How a contest stands."""

    OPEN = "open"
    UPHELD = "upheld"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


def standing_of(contest: "Contest") -> Standing:
    """Return how a contest stands."""
    if contest.withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing(contest.outcome) if contest.outcome else Standing.OPEN


def is_overdue(contest: "Contest", *, now: datetime) -> bool:
    """Tell whether the time to answer is over, or was when it was answered or withdrawn."""
    return (contest.answered_at or contest.withdrawn_at or now) >= contest.due_at


def days_left_of(contest: "Contest", *, now: datetime) -> int | None:
    """Return how many days of business are left to answer; None of what is settled."""
    if standing_of(contest) is not Standing.OPEN:
        return None
    return days_left(contest.due_at, now=now, zone=zone_named(contest.zone))


def reason_shown(contest: "Contest") -> str:
    """Return what the organization reads of what a candidate says."""
    application = contest.application
    return blind_text(contest.reason, application.sent) if is_blind(application) else contest.reason


def may_answer(member: Membership) -> bool:
    """Tell whether a member's role decides on applications, and so on what is contested."""
    return grant(member.role, Right.DECIDE_APPLICATIONS) is Grant.ALL


def refuse_nothing(
    application: "Application", *, judged_at: datetime | None, last_answer: datetime | None, made: int
) -> None:
    """Raise unless there is something to contest: judged by a ranking or a person since the last answer.

    `made` is how many contests of the application there have been. Raises ApplicationOver, NothingJudged,
    AlreadyAnswered, TooManyContests.
    """
    if application.stage == Stage.WITHDRAWN:
        raise ApplicationOver
    if judged_at is None:
        raise NothingJudged
    if last_answer is not None and judged_at <= last_answer:
        raise AlreadyAnswered
    if made >= MOST_CONTESTS:
        raise TooManyContests(MOST_CONTESTS)


def refuse_who_judged(contest: "Contest", member: Membership, *, deciders: Collection[Membership]) -> None:
    """Raise AnotherAnswers for who judged what is contested, where another of the organization may answer."""
    others = [each for each in deciders if each.user_id != contest.judged_by_id]
    if contest.judged_by_id == member.user_id and others:
        raise AnotherAnswers


def refuse_outcome(outcome: Outcome, decision: Stage | None) -> None:
    """Raise unless a changed outcome says what is decided instead, in the candidate's favour.

    Raises DecisionMissing, WorseDecision, NoDecisionHere.
    """
    if outcome is Outcome.UPHELD:
        if decision is not None:
            raise NoDecisionHere
    elif decision is None:
        raise DecisionMissing
    elif decision in (Stage.REJECTED, Stage.WITHDRAWN):
        raise WorseDecision
