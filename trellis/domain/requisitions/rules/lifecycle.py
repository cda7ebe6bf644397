"""The steps that a requisition may take, and what each does to it (docs/decisions/requisitions.md)."""

from datetime import datetime

from trellis.domain.accounts.models import User
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.refusals import InvalidStep, NotPublishable
from trellis.domain.requisitions.rules.choices import Status

STEPS: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.PENDING, Status.APPROVED, Status.CANCELLED}),
    Status.PENDING: frozenset({Status.DRAFT, Status.APPROVED, Status.REJECTED, Status.CANCELLED}),
    Status.APPROVED: frozenset({Status.OPEN, Status.CLOSED, Status.CANCELLED}),
    Status.OPEN: frozenset({Status.APPROVED, Status.CLOSED, Status.CANCELLED}),
    Status.CLOSED: frozenset({Status.OPEN}),
    Status.REJECTED: frozenset({Status.DRAFT, Status.PENDING}),
    Status.CANCELLED: frozenset({Status.DRAFT}),
}
PUBLISHABLE = frozenset({Status.APPROVED, Status.OPEN})
# What was published stays so while it is closed: nobody sees it, and opening it again shows it again.
_STAYS_PUBLISHED = PUBLISHABLE | {Status.CLOSED}
_AWAITED = frozenset({Status.DRAFT, Status.PENDING})
# One that is closed already can be closed again, which changes nothing.
_CLOSABLE = _AWAITED | PUBLISHABLE | {Status.CLOSED}


def is_decision(current: str, wanted: str) -> bool:
    """Return whether this step is somebody's approval or rejection, rather than the editor's own."""
    return is_decidable(current) and wanted in (Status.APPROVED, Status.REJECTED)


def is_decidable(status: str) -> bool:
    """Tell whether there is anything to approve where a requisition stands."""
    return status in _AWAITED


def is_closable(status: str) -> bool:
    """Tell whether everybody whom the document lets may close it where it stands."""
    return status in _CLOSABLE


def refuse_step(current: str, wanted: str) -> None:
    """Raise InvalidStep unless the table has this step."""
    allowed = STEPS[Status(current)]
    if wanted not in allowed:
        raise InvalidStep(current, [str(status) for status in Status if status in allowed])


def enter(requisition: Requisition, status: Status) -> None:
    """Put the requisition at `status`, with all that follows from it; nothing is saved.

    What comes back from a rejection, or becomes a draft again, is decided anew from the first stage.
    """
    if status is Status.DRAFT or requisition.status == Status.REJECTED:
        requisition.approval_round += 1
    if status in _AWAITED:
        requisition.approved_by = requisition.approval_date = None
    if status not in _STAYS_PUBLISHED:
        requisition.publish_status = False
    requisition.status = status


def settle(requisition: Requisition, ruling: Ruling, approver: User, at: datetime) -> None:
    """Put the requisition where the ruling on the whole leads; nothing is saved."""
    is_yes = ruling == Ruling.APPROVED
    enter(requisition, Status.APPROVED if is_yes else Status.REJECTED)
    requisition.approved_by = approver if is_yes else None
    requisition.approval_date = at if is_yes else None


def publish(requisition: Requisition, is_published: bool, now: datetime) -> None:
    """Show the requisition to everybody, or no longer; nothing is saved. Raises NotPublishable."""
    if is_published and requisition.status not in PUBLISHABLE:
        raise NotPublishable
    requisition.publish_status = is_published
    if is_published:
        requisition.published_at = now
