"""What approvals and public closings do to the requisition itself."""

from datetime import datetime

from trellis.core.events import DomainEvent
from trellis.domain.organizations.models import Decision, Membership
from trellis.domain.requisitions.models import Requisition, Status

requisition_closed = DomainEvent("requisition.closed")
_CLOSABLE = (Status.DRAFT, Status.PENDING, Status.APPROVED, Status.OPEN)


class NotClosable(Exception):
    """A requisition that stands at `current` cannot be closed."""

    def __init__(self, current: str) -> None:
        super().__init__(current)
        self.current = current


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
    is_yes = verdict == Decision.Verdict.APPROVED
    requisition.status = Status.APPROVED if is_yes else Status.REJECTED
    requisition.approved_by = approver.user if is_yes else None
    requisition.approval_date = (approval_date or now) if is_yes else None
    requisition.updated_by = recorder.user
    _save(requisition, now, "status", "approved_by", "approval_date", "updated_by")


def close(*, requisition: Requisition, actor_id: int | None, now: datetime) -> None:
    """Close a locked requisition; one that is closed already stays as it is. Raises NotClosable."""
    before = requisition.status
    if before == Status.CLOSED:
        return
    if before not in _CLOSABLE:
        raise NotClosable(before)
    requisition.status = Status.CLOSED
    _save(requisition, now, "status")
    requisition_closed.publish(
        actor_id=actor_id,
        subject=requisition,
        now=now,
        tenant_id=requisition.organization_id,
        data={"code": requisition.code, "changes": {"status": [before, str(Status.CLOSED)]}},
    )


def _save(requisition: Requisition, now: datetime, *fields: str) -> None:
    requisition.version += 1
    requisition.updated_at = now
    requisition.save(update_fields=[*fields, "version", "updated_at"])
