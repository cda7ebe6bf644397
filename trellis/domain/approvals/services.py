"""Voting: the half of the approval engine (rules/stages.py) that writes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from trellis.core.db.errors import constraint_of
from trellis.domain.approvals.models import Decision
from trellis.domain.approvals.queries import decisions_on, present_approvers
from trellis.domain.approvals.refusals import AlreadyDecided, NotApprover, StageOpen
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.approvals.rules.stages import Approval, Stage, Voter, approval_of, open_to
from trellis.domain.approvals.rules.subjects import Subject


@dataclass(frozen=True)
class Vote:
    """One approver's word, and who enters it for them: mostly the approver.

    It is on the stage of a name, or on the next that is the approver's; `is_on_all`: on every next one.
    """

    ruling: Ruling
    approver: Voter
    recorder: Voter
    comment: str
    now: datetime
    stage: str | None = None
    is_on_all: bool = False


@dataclass(frozen=True)
class Outcome:
    """On which stages a vote was, in order, and where the whole stands after it."""

    stages: list[Stage]
    approval: Approval


def vote_on(subject: Subject, vote: Vote) -> Outcome:
    """Record the vote on the stages that it is on.

    Called in the transaction that holds the subject's row lock. Raises AlreadyDecided where nothing is
    open, StageOpen where the named stage is not (yet) to be decided, and NotApprover.
    """
    made = list(decisions_on(subject))
    approval = approval_of(subject.workflow, made)
    _refuse_unopened(vote.stage, approval)
    if vote.recorder.user != vote.approver.user and not vote.recorder.speaks_for_others:
        raise NotApprover
    present, decided = present_approvers(subject), list[Stage]()
    while mine := _meant(vote, open_to(vote.approver, approval, present=present)):
        made.append(_record(subject, vote, mine[0]))
        decided.append(mine[0])
        approval = approval_of(subject.workflow, made)
        if not vote.is_on_all:
            break
    if not decided:
        raise NotApprover
    return Outcome(decided, approval)


def _meant(vote: Vote, stages: list[Stage]) -> list[Stage]:
    return [stage for stage in stages if vote.stage in (None, stage.name)]


def _refuse_unopened(name: str | None, approval: Approval) -> None:
    if approval.next_stage is None:
        raise AlreadyDecided
    if name is None or name in [stage.name for stage in approval.open_stages]:
        return
    if any(each.stage.name == name and each.decision is not None for each in approval.stages):
        raise AlreadyDecided
    raise StageOpen(approval.next_stage.name)


def _record(subject: Subject, vote: Vote, stage: Stage) -> Decision:
    try:
        with transaction.atomic():
            return Decision.objects.create(
                organization_id=subject.organization_id,
                subject_type=subject.type,
                subject_id=subject.id,
                round=subject.round,
                stage=stage.place,
                stage_name=stage.name,
                ruling=vote.ruling,
                decided_by=vote.approver.user,
                recorded_by=vote.recorder.user,
                comment=vote.comment,
                decided_at=vote.now,
            )
    except IntegrityError as error:
        if constraint_of(error) == "decision_once_per_stage":
            raise AlreadyDecided from None
        raise
