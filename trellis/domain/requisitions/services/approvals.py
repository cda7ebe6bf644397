"""The approval of a requisition, stage by stage, over the one engine (approvals/rules/stages.py)."""

from collections.abc import Sequence
from datetime import datetime

from trellis.domain.approvals.rules.stages import Approval, Stage
from trellis.domain.approvals.services import (
    Ballot,
    Subject,
    approval_now,
    approvals_now,
    decide_all,
    decide_one,
    decisions_on,
    subject_of,
)
from trellis.domain.organizations.models import Decision, Membership
from trellis.domain.organizations.refusals import AlreadyDecided, NotApprover, StageOpen
from trellis.domain.organizations.rights import Right
from trellis.domain.requisitions import events
from trellis.domain.requisitions.models import Requisition

__all__ = ["AlreadyDecided", "NotApprover", "StageOpen", "decide", "decide_on_stage", "stands_of"]


def decide(
    *,
    requisition: Requisition,
    verdict: Decision.Verdict,
    approver: Membership,
    recorder: Membership,
    comment: str,
    now: datetime,
) -> bool:
    """Record the approver's word on every next open stage that they may decide, in order.

    Called inside the transaction that holds the requisition's row lock; it writes decisions and their
    event, never the requisition. Returns whether the requisition is thereby approved, or rejected: no
    required stage is left open. Raises NotApprover where the next stage is not theirs, and
    AlreadyDecided where none is left.
    """
    ballot = Ballot(verdict, approver, recorder, comment, now)
    stages = decide_all(subject_for(requisition), ballot)
    return _told(requisition, ballot, stages) is not None


def decide_on_stage(*, requisition: Requisition, ballot: Ballot, stage: str | None) -> Approval:
    """Record a ballot on one stage, the named one or the next that is the approver's.

    Called like `decide`; raises StageOpen, too, where the named stage is not open.
    """
    subject = subject_for(requisition)
    stages = decide_one(subject, ballot, stage=stage)
    _told(requisition, ballot, stages)
    return approval_now(subject)


def stands_of(requisition: Requisition) -> Approval:
    """Return where the stages of a requisition stand."""
    return approval_now(subject_for(requisition))


def stands_of_all(requisitions: Sequence[Requisition]) -> list[Approval]:
    """Return where the stages of each requisition stand, found by one statement."""
    return approvals_now([subject_for(requisition) for requisition in requisitions])


def subject_for(requisition: Requisition) -> Subject:
    """Return the requisition as the engine knows it."""
    return subject_of(
        requisition,
        organization_id=requisition.organization_id,
        requester_id=requisition.requested_by_id,
        right=Right.APPROVE_REQUISITIONS,
        workflow=requisition.approval_workflow,
        round=requisition.approval_round,
    )


def _told(requisition: Requisition, ballot: Ballot, stages: list[Stage]) -> Decision.Verdict | None:
    """Publish what was decided; return what the whole thereby comes to."""
    approval = stands_of(requisition)
    decided = [each.decision.pk for each in approval.stages if each.decision and each.stage in stages]
    events.stage_decided.publish(
        actor_id=ballot.recorder.user_id,
        subject=requisition,
        now=ballot.now,
        tenant_id=requisition.organization_id,
        data={
            "stages": [stage.name for stage in stages],
            "verdict": str(ballot.verdict),
            "approver_id": ballot.approver.user_id,
            "round": requisition.approval_round,
            "settled": approval.verdict and str(approval.verdict),
            "decision_id": decided[-1],
            "opened": _opened_by(stages, approval),
        },
    )
    return approval.verdict


def _opened_by(decided: Sequence[Stage], approval: Approval) -> list[int]:
    """Return the places of the open stages that these have opened: those after a required yes."""
    before = [stage.place for stage in decided if stage.required]
    return [stage.place for stage in approval.open_stages if before and stage.place > min(before)]


def is_begun(requisition: Requisition) -> bool:
    """Return whether somebody has decided on a stage in the present round."""
    return decisions_on(subject_for(requisition)).exists()
