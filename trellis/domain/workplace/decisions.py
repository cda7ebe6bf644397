"""A decision on a request, made by the one approval engine: no workflow, so one stage and one approver."""

from datetime import datetime

from trellis.domain.approvals.services import Ballot, decide_one, subject_of
from trellis.domain.organizations.models import Decision, Membership
from trellis.domain.organizations.refusals import AlreadyDecided, NotApprover
from trellis.domain.organizations.rights import Right
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.refusals import NotAllowed, Overtaken


def record(
    *,
    request: WorkplaceRequest,
    verdict: Decision.Verdict,
    member: Membership,
    comment: str,
    now: datetime,
) -> None:
    """Keep the member's decision; called in the transaction that holds the request's row lock.

    Raises NotAllowed and Overtaken, which who asked lifecycle.py first is spared.
    """
    subject = subject_of(
        request,
        organization_id=request.organization_id,
        requester_id=request.requested_by_id,
        right=Right.DECIDE_REQUESTS,
    )
    ballot = Ballot(verdict=verdict, approver=member, recorder=member, comment=comment, now=now)
    try:
        decide_one(subject, ballot)
    except NotApprover:
        raise NotAllowed from None
    except AlreadyDecided:
        raise Overtaken from None
