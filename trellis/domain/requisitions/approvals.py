"""The approval of a requisition, stage by stage, over the one engine (organizations/approvals.py)."""

from datetime import datetime

from trellis.domain.organizations.models import Decision, Membership
from trellis.domain.requisitions.models import Requisition


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
    required stage is left open. Raises NotApprover where the next stage is not theirs.
    """
    raise NotImplementedError
