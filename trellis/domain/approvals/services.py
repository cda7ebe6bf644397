"""Recording decisions: the half of the approval engine (rules/stages.py) that writes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from trellis.core.db.errors import constraint_of
from trellis.domain.approvals.rules.stages import (
    Approval,
    Stage,
    Voter,
    approval_of,
    may_decide,
    stages_of,
    voter_of,
)
from trellis.domain.organizations.models import Decision, Membership
from trellis.domain.organizations.queries import members_at
from trellis.domain.organizations.refusals import AlreadyDecided, NotApprover, StageOpen
from trellis.domain.organizations.rights import Right, Role


@dataclass(frozen=True)
class Subject:
    """What is to be approved, in which round, by which workflow, and for whom."""

    organization_id: UUID
    type: str
    id: str
    workflow: dict[str, Any]
    requester_id: int | None
    right: Right  # of who stands in where a stage names no member
    round: int = 1


@dataclass(frozen=True)
class Ballot:
    """One approver's word, and who enters it for them: mostly the approver."""

    verdict: Decision.Verdict
    approver: Membership
    recorder: Membership
    comment: str
    now: datetime


def subject_of(
    row: models.Model, *, organization_id: UUID, requester_id: int | None, right: Right, **more: Any
) -> Subject:
    """Return a row as the subject of decisions; `more` is its `workflow` and `round`, if it has them."""
    return Subject(
        organization_id=organization_id,
        type=row._meta.label_lower,
        id=str(row.pk),
        requester_id=requester_id,
        right=right,
        **{"workflow": {}, **more},
    )


def approval_now(subject: Subject) -> Approval:
    """Return where the subject's stages stand in its present round."""
    return approvals_now([subject])[0]


def approvals_now(subjects: Sequence[Subject]) -> list[Approval]:
    """Return where the stages of each subject stand in its present round, found by one statement."""
    made: dict[tuple[str, str, int], list[Decision]] = defaultdict(list)
    decisions = Decision.objects.filter(
        subject_type__in={subject.type for subject in subjects},
        subject_id__in={subject.id for subject in subjects},
    ).select_related("decided_by")
    for decision in decisions:
        made[decision.subject_type, decision.subject_id, decision.round].append(decision)
    return [approval_of(each.workflow, made[each.type, each.id, each.round]) for each in subjects]


def decisions_on(subject: Subject) -> models.QuerySet[Decision]:
    """Return the decisions of the present round, with the people in them."""
    return Decision.objects.filter(
        subject_type=subject.type, subject_id=subject.id, round=subject.round
    ).select_related("decided_by")


def stages_for(subject: Subject, member: Membership, approval: Approval) -> list[Stage]:
    """Return the open stages that the member may decide, in order."""
    return _open_to(_voter(subject, member), approval, present_approvers(subject))


def decide_one(subject: Subject, ballot: Ballot, *, stage: str | None = None) -> list[Stage]:
    """Record the ballot on one stage: the one that is named, else the first that the approver may decide.

    Called in the transaction that holds the subject's row lock. Raises AlreadyDecided, StageOpen where
    the named one is not (yet) to be decided, and NotApprover.
    """
    approval = approval_now(subject)
    if approval.next_stage is None:
        raise AlreadyDecided
    if stage is not None and stage not in [each.name for each in approval.open_stages]:
        _refuse_unopened(stage, approval, approval.next_stage)
    _refuse_ghost(subject, ballot)
    mine = [each for each in stages_for(subject, ballot.approver, approval) if stage in (None, each.name)]
    if not mine:
        raise NotApprover
    _record(subject, ballot, mine[0])
    return mine[:1]


def decide_all(subject: Subject, ballot: Ballot) -> list[Stage]:
    """Record the ballot on every next open stage that the approver may decide, in order.

    Called in the transaction that holds the subject's row lock. Raises AlreadyDecided where nothing is
    open, and NotApprover where nothing open is theirs.
    """
    made = list(decisions_on(subject))
    approval = approval_of(subject.workflow, made)
    if approval.next_stage is None:
        raise AlreadyDecided
    _refuse_ghost(subject, ballot)
    voter, present, decided = _voter(subject, ballot.approver), present_approvers(subject), []
    while mine := _open_to(voter, approval, present):
        made.append(_record(subject, ballot, mine[0]))
        decided.append(mine[0])
        approval = approval_of(subject.workflow, made)
    if not decided:
        raise NotApprover
    return decided


def present_approvers(subject: Subject) -> frozenset[str]:
    """Return those of all stages' approvers who are active members, by address in lower case."""
    named = {address for stage in stages_of(subject.workflow) for address in stage.approvers}
    return frozenset(members_at(subject.organization_id, named))


def _open_to(voter: Voter, approval: Approval, present: frozenset[str]) -> list[Stage]:
    return [stage for stage in approval.open_stages if may_decide(stage, voter, present=present)]


def _refuse_ghost(subject: Subject, ballot: Ballot) -> None:
    """Raise NotApprover unless the recorder enters their own word, or another's as owner or admin.

    Who could approve their own request in another's name would have the four eyes of one.
    """
    if ballot.recorder.user_id == ballot.approver.user_id:
        return
    in_charge = ballot.recorder.role in (Role.OWNER, Role.ADMIN)
    if not (in_charge and _voter(subject, ballot.recorder).stands_in):
        raise NotApprover


def _voter(subject: Subject, member: Membership) -> Voter:
    return voter_of(member, right=subject.right, requester_id=subject.requester_id)


def _refuse_unopened(name: str, approval: Approval, open_stage: Stage) -> None:
    if any(each.stage.name == name and each.decision is not None for each in approval.stages):
        raise AlreadyDecided
    raise StageOpen(open_stage.name)


def _record(subject: Subject, ballot: Ballot, stage: Stage) -> Decision:
    try:
        with transaction.atomic():
            return Decision.objects.create(
                organization_id=subject.organization_id,
                subject_type=subject.type,
                subject_id=subject.id,
                round=subject.round,
                stage=stage.place,
                stage_name=stage.name,
                verdict=ballot.verdict,
                decided_by=ballot.approver.user,
                recorded_by=ballot.recorder.user,
                comment=ballot.comment,
                decided_at=ballot.now,
            )
    except IntegrityError as error:
        if constraint_of(error) == "decision_once_per_stage":
            raise AlreadyDecided from None
        raise
