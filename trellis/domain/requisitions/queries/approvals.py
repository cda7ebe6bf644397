"""Where the approval of a requisition stands, over the one engine (approvals/rules/stages.py)."""

from collections.abc import Sequence

from trellis.domain.approvals.queries import approval_now, approvals_now, decisions_on, stages_for
from trellis.domain.approvals.rules.members import voter_of
from trellis.domain.approvals.rules.stages import Approval, Stage, Voter
from trellis.domain.approvals.rules.subjects import Subject, subject_of
from trellis.domain.organizations.models import Membership
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.rules import lifecycle


def stands_of(requisition: Requisition) -> Approval:
    """Return where the stages of a requisition stand."""
    return approval_now(subject_for(requisition))


def stands_of_all(requisitions: Sequence[Requisition]) -> list[Approval]:
    """Return where the stages of each requisition stand, found by one statement."""
    return approvals_now([subject_for(requisition) for requisition in requisitions])


def is_begun(requisition: Requisition) -> bool:
    """Return whether somebody has decided on a stage in the present round."""
    return decisions_on(subject_for(requisition)).exists()


def next_stage_of(requisition: Requisition, approval: Approval) -> Stage | None:
    """Return the first stage that can be decided where the requisition stands."""
    return approval.next_stage if lifecycle.is_decidable(requisition.status) else None


def can_decide(requisition: Requisition, approval: Approval, member: Membership) -> bool:
    """Tell whether anything that can be decided now is the member's to decide."""
    if next_stage_of(requisition, approval) is None:
        return False
    return bool(stages_for(subject_for(requisition), voter_on(requisition, member), approval))


def subject_for(requisition: Requisition) -> Subject:
    """Return the requisition as the engine knows it."""
    return subject_of(
        requisition,
        organization_id=requisition.organization_id,
        workflow=requisition.approval_workflow,
        round=requisition.approval_round,
    )


def voter_on(requisition: Requisition, member: Membership) -> Voter:
    """Return the member as the engine knows them."""
    return voter_of(member, right=Right.APPROVE_REQUISITIONS, requester_id=requisition.requested_by_id)
