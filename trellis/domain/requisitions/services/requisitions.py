"""What can happen to a requisition; making one or many is in creation.py, deleting in deletion.py."""

from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.organizations.models import Membership
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.approvals import is_begun
from trellis.domain.requisitions.refusals import StageLeft, StaleVersion, WorkflowDecided
from trellis.domain.requisitions.rules import edits, lifecycle
from trellis.domain.requisitions.rules.choices import Status
from trellis.domain.requisitions.services.approvals import Word, take_word
from trellis.domain.requisitions.services.creation import create_requisitions
from trellis.domain.requisitions.services.locks import locked_one
from trellis.domain.requisitions.services.writing import facts_of, write

_OF_LIFECYCLE = frozenset({"status", "approved_by_id", "approval_date", "publish_status"})


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
    decision (`approvals.take_word`); without one they say nothing. Raises this app's refusals, and those of
    the engine of approvals.
    """
    with transaction.atomic():
        requisition = locked_one(code, organization_id=member.organization_id)
        edits.refuse_unless_allowed(requisition, changes, member)
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


def _fill(requisition: Requisition, changes: dict[str, Any]) -> None:
    workflow = changes.get("approval_workflow", requisition.approval_workflow)
    if workflow != requisition.approval_workflow and is_begun(requisition):
        raise WorkflowDecided
    for name in changes.keys() - _OF_LIFECYCLE:
        setattr(requisition, name, changes[name])


def _take_step(requisition: Requisition, changes: dict[str, Any], member: Membership, now: datetime) -> None:
    wanted = changes.get("status", requisition.status)
    if wanted == requisition.status:
        return
    lifecycle.refuse_step(requisition.status, wanted)
    if lifecycle.is_decision(requisition.status, wanted):
        word = Word(
            Ruling(wanted),
            comment=changes.get("comment", ""),
            is_on_all=True,
            approver_id=changes.get("approved_by_id"),
            approval_date=changes.get("approval_date"),
        )
        approval = take_word(requisition=requisition, word=word, member=member, now=now)
        if approval.ruling is None:
            raise StageLeft(next((stage.name for stage in approval.open_stages if stage.required), ""))
    else:
        lifecycle.enter(requisition, Status(wanted))
