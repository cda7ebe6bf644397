"""What approvals and public closings do to the requisition itself."""

from datetime import datetime

from trellis.domain.organizations.models import Decision, Membership
from trellis.domain.requisitions import lifecycle
from trellis.domain.requisitions.models import Requisition, Status
from trellis.domain.requisitions.refusals import NotClosable
from trellis.domain.requisitions.writing import facts_of, write

_CLOSABLE = (Status.DRAFT, Status.PENDING, Status.APPROVED, Status.OPEN)


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
