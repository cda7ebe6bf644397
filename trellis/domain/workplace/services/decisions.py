"""A decision on a request, made by the one approval engine: no workflow, so one stage and one approver."""

from datetime import datetime

from trellis.domain.approvals.refusals import AlreadyDecided, NotApprover
from trellis.domain.approvals.rules.members import voter_of
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.approvals.rules.subjects import subject_of
from trellis.domain.approvals.services import Vote, vote_on
from trellis.domain.organizations.models import Membership
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.refusals import NotAllowed, Overtaken
from trellis.domain.workplace.rights import Right


def record(
    *,
    request: WorkplaceRequest,
    ruling: Ruling,
    member: Membership,
    comment: str,
    now: datetime,
) -> None:
    """Keep the member's decision; called in the transaction that holds the request's row lock.

    Raises NotAllowed and Overtaken, which who asked rules.lifecycle first is spared.
    """
    voter = voter_of(member, right=Right.DECIDE_REQUESTS, requester_id=request.requested_by_id)
    vote = Vote(ruling=ruling, approver=voter, recorder=voter, comment=comment, now=now)
    try:
        vote_on(subject_of(request, organization_id=request.organization_id), vote)
    except NotApprover:
        raise NotAllowed from None
    except AlreadyDecided:
        raise Overtaken from None
