"""Every decision on a request is kept, with who made it and when: a request has one stage, one approver."""

from datetime import datetime

from trellis.domain.organizations.models import Decision, Membership
from trellis.domain.workplace.models import WorkplaceRequest

_STAGE = "Approval"


def record(
    *,
    request: WorkplaceRequest,
    verdict: Decision.Verdict,
    member: Membership,
    comment: str,
    now: datetime,
) -> Decision:
    """Write the member's decision; called in the transaction that holds the request's row lock."""
    return Decision.objects.create(
        organization_id=request.organization_id,
        subject_type=request._meta.label_lower,
        subject_id=str(request.pk),
        stage=0,
        stage_name=_STAGE,
        verdict=verdict,
        decided_by=member.user,
        recorded_by=member.user,
        comment=comment,
        decided_at=now,
    )
