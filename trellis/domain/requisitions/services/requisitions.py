"""What can happen to a requisition; making one or many is in creation.py, deleting in deletion.py."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.domain.organizations.models import Decision, Membership
from trellis.domain.organizations.queries import members_of
from trellis.domain.organizations.rights import Grant, Right, grant
from trellis.domain.requisitions.models import Requisition, Status
from trellis.domain.requisitions.queries.requisitions import locked
from trellis.domain.requisitions.refusals import (
    InvalidRequisition,
    NoSuchMember,
    NotAllowed,
    StageLeft,
    StaleVersion,
    WorkflowDecided,
)
from trellis.domain.requisitions.rules import lifecycle
from trellis.domain.requisitions.services import approvals
from trellis.domain.requisitions.services.creation import create_requisitions
from trellis.domain.requisitions.services.outcomes import record_outcome, set_outcome
from trellis.domain.requisitions.services.writing import facts_of, write

__all__ = ["change_requisition", "create_requisition", "record_outcome", "refuse_dates_out_of_order"]

_AFTER_START = "The deadline is after the start date."
# What a decision brings along: they are no edits of the requisition.
_OF_DECISION = frozenset({"status", "approved_by_id", "approval_date", "comment"})
_OF_LIFECYCLE = frozenset({"status", "approved_by_id", "approval_date", "publish_status"})
_EDITABLE_BY_REQUESTER = (Status.DRAFT, Status.REJECTED)


def create_requisition(*, member: Membership, draft: dict[str, Any], now: datetime) -> Requisition:
    """Make one requisition (creation.create_requisitions)."""
    (requisition,) = create_requisitions(member=member, drafts=[draft], now=now)
    return requisition


@retried_once
def change_requisition(
    *,
    member: Membership,
    code: str,
    changes: dict[str, Any],
    now: datetime,
    version: int | None = None,
) -> Requisition:
    """Change a requisition's fields, let it take a step, publish it: all that is asked for, or nothing.

    `changes` are fields of Requisition, with `approved_by_id` and `approval_date` for a step that is a
    decision (`approvals.decide`); without one they say nothing. Raises RequisitionError, and what the
    engine of approvals raises.
    """
    with transaction.atomic():
        (requisition,) = locked(member.organization, [code])
        _refuse_unless_allowed(requisition, changes, member)
        if version is not None and version != requisition.version:
            raise StaleVersion(requisition.version)
        before = facts_of(requisition)
        _fill(requisition, changes)
        _take_step(requisition, changes, member, now)
        wanted = changes.get("publish_status")
        if wanted is not None and wanted != requisition.publish_status:
            lifecycle.publish(requisition, wanted, now)
        write(requisition, before, actor_id=member.user_id, now=now)
    return requisition


def refuse_dates_out_of_order(deadline_date: date | None, start_date: date | None) -> None:
    """Raise InvalidRequisition where people could apply after the work has begun."""
    if deadline_date and start_date and deadline_date > start_date:
        raise InvalidRequisition({"deadline_date": [_AFTER_START]})


def _refuse_unless_allowed(requisition: Requisition, changes: dict[str, Any], member: Membership) -> None:
    """Raise NotAllowed where the changes are not the member's to make; decisions are judged by the engine."""
    wanted = changes.get("status", requisition.status)
    deciding = lifecycle.is_decision(requisition.status, wanted)
    if not (deciding and _OF_DECISION.issuperset(changes)) and not _may_edit(requisition, member):
        raise NotAllowed
    is_step = wanted != requisition.status and not deciding and wanted not in (Status.DRAFT, Status.PENDING)
    is_shown = changes.get("publish_status", requisition.publish_status) != requisition.publish_status
    if (is_step or is_shown) and grant(member.role, Right.PUBLISH_REQUISITIONS) is not Grant.ALL:
        raise NotAllowed


def _may_edit(requisition: Requisition, member: Membership) -> bool:
    reach = grant(member.role, Right.EDIT_REQUISITIONS)
    is_own_draft = (
        requisition.requested_by_id == member.user_id and requisition.status in _EDITABLE_BY_REQUESTER
    )
    return reach is Grant.ALL or (reach is Grant.OWN and is_own_draft)


def _fill(requisition: Requisition, changes: dict[str, Any]) -> None:
    workflow = changes.get("approval_workflow", requisition.approval_workflow)
    if workflow != requisition.approval_workflow and approvals.is_begun(requisition):
        raise WorkflowDecided
    for name in changes.keys() - _OF_LIFECYCLE:
        setattr(requisition, name, changes[name])
    refuse_dates_out_of_order(requisition.deadline_date, requisition.start_date)


def _take_step(requisition: Requisition, changes: dict[str, Any], member: Membership, now: datetime) -> None:
    wanted = changes.get("status", requisition.status)
    if wanted == requisition.status:
        return
    lifecycle.refuse_step(requisition.status, wanted)
    if lifecycle.is_decision(requisition.status, wanted):
        _decide(requisition, Decision.Verdict(wanted), changes, member, now)
    else:
        lifecycle.enter(requisition, Status(wanted))


def _decide(
    requisition: Requisition,
    verdict: Decision.Verdict,
    changes: dict[str, Any],
    member: Membership,
    now: datetime,
) -> None:
    """Record the word of the member, or of whom they name, and let it settle the whole; raise StageLeft."""
    approver = _approver(member, changes.get("approved_by_id"))
    comment = changes.get("comment", "")
    is_settled = approvals.decide(
        requisition=requisition, verdict=verdict, approver=approver, recorder=member, comment=comment, now=now
    )
    if not is_settled:
        left = approvals.stands_of(requisition).open_stages
        raise StageLeft(next((stage.name for stage in left if stage.required), ""))
    set_outcome(requisition, verdict, approver, changes.get("approval_date") or now)


def _approver(member: Membership, user_id: int | None) -> Membership:
    if user_id in (None, member.user_id):
        return member
    found = members_of(member.organization_id).filter(user_id=user_id).first()
    if found is None:
        raise NoSuchMember
    return found
