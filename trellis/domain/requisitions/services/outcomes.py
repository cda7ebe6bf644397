"""What approvals and public closings do to the requisition itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.domain.approvals.rules.stages import Approval
from trellis.domain.approvals.services import Ballot
from trellis.domain.organizations.models import Decision, Membership
from trellis.domain.requisitions.models import Requisition, Status
from trellis.domain.requisitions.refusals import NotClosable, NotDecidable
from trellis.domain.requisitions.rules import lifecycle
from trellis.domain.requisitions.services.approvals import decide_on_stage
from trellis.domain.requisitions.services.writing import facts_of, write

_CLOSABLE = (Status.DRAFT, Status.PENDING, Status.APPROVED, Status.OPEN)
_DECIDABLE = (Status.DRAFT, Status.PENDING)


def record_outcome(
    *,
    requisition: Requisition,
    verdict: Decision.Verdict,
    approver: Membership,
    recorder: Membership,
    approval_date: datetime | None,
    now: datetime,
) -> None:
    """Write into a locked requisition that it was approved or rejected, by whom and when."""
    before = facts_of(requisition)
    set_outcome(requisition, verdict, approver, approval_date or now)
    write(requisition, before, actor_id=recorder.user_id, now=now)


def set_outcome(
    requisition: Requisition, verdict: Decision.Verdict, approver: Membership, at: datetime
) -> None:
    """Put the requisition where the verdict leads; nothing is saved."""
    is_yes = verdict == Decision.Verdict.APPROVED
    lifecycle.enter(requisition, Status.APPROVED if is_yes else Status.REJECTED)
    requisition.approved_by = approver.user if is_yes else None
    requisition.approval_date = at if is_yes else None


def close(*, requisition: Requisition, actor_id: int | None, now: datetime) -> None:
    """Close a locked requisition; one that is closed already stays as it is. Raises NotClosable."""
    if requisition.status == Status.CLOSED:
        return
    if requisition.status not in _CLOSABLE:
        raise NotClosable(requisition.status)
    before = facts_of(requisition)
    lifecycle.enter(requisition, Status.CLOSED)
    write(requisition, before, actor_id=actor_id, now=now)


def is_decidable(requisition: Requisition) -> bool:
    """Tell whether there is anything to approve where the requisition stands."""
    return requisition.status in _DECIDABLE


def decide_stage(
    *,
    organization_id: UUID,
    code: str,
    member: Membership,
    verdict: Decision.Verdict,
    stage: str | None,
    comment: str,
    now: datetime,
) -> tuple[Requisition, Approval]:
    """Record the member's word on one stage; with the last required one the requisition is settled.

    Raises Requisition.DoesNotExist, NotDecidable, and what the engine raises (approvals/services.py).
    """
    with transaction.atomic():
        # Racing deciders wait here for each other, and the second sees what the first has done.
        requisition = locked_requisition(organization_id=organization_id, code=code)
        if not is_decidable(requisition):
            raise NotDecidable(requisition.status)
        ballot = Ballot(verdict, member, member, comment, now)
        approval = decide_on_stage(requisition=requisition, ballot=ballot, stage=stage)
        if approval.verdict is not None:
            record_outcome(
                requisition=requisition,
                verdict=approval.verdict,
                approver=member,
                recorder=member,
                approval_date=now,
                now=now,
            )
    return requisition, approval


def locked_requisition(*, organization_id: UUID, code: str) -> Requisition:
    """Return the tenant's requisition, locked; raise DoesNotExist, also for one that is deleted."""
    rows = Requisition.objects.of(organization_id).filter(is_deleted=False)
    return rows.select_for_update(of=("self",)).select_related("requested_by").get(code=code)
