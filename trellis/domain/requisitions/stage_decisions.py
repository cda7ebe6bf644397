"""Deciding one stage of a requisition's approval."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.domain.organizations.approvals import Approval
from trellis.domain.organizations.ballots import Ballot
from trellis.domain.organizations.models import Decision, Membership
from trellis.domain.requisitions.approvals import decide_on_stage
from trellis.domain.requisitions.models import Requisition, Status
from trellis.domain.requisitions.outcomes import record_outcome
from trellis.domain.requisitions.refusals import NotDecidable

DECIDABLE = (Status.DRAFT, Status.PENDING)


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

    Raises Requisition.DoesNotExist, NotDecidable, and what the engine raises (organizations/ballots.py).
    """
    with transaction.atomic():
        # Racing deciders wait here for each other, and the second sees what the first has done.
        requisition = locked_requisition(organization_id=organization_id, code=code)
        if requisition.status not in DECIDABLE:
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
