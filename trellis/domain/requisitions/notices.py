"""What people are told of the approval of a requisition."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.approvals.models import Decision
from trellis.domain.approvals.rules.stages import Stage, stages_of
from trellis.domain.notifications.rules import name_of
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.services import notify
from trellis.domain.organizations.queries import members_at
from trellis.domain.requisitions.events import Changed, StageDecided, stage_decided
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.approvals import stands_of_all

Waiting = tuple[Requisition, Sequence[Stage]]
# How many requisitions one message names.
_LISTED = 20


def ask_first_approvers(events: Sequence[Happened[Requisition, Changed]]) -> None:
    """Ask those who can decide first; the addresses of people who are no members get nothing."""
    rows = [event.subject for event in events]
    waiting = [(row, stand.open_stages) for row, stand in zip(rows, stands_of_all(rows), strict=True)]
    _tell_approvers(waiting, events[0].now)


def tell_of_stage(event: Happened[Requisition, StageDecided]) -> None:
    """Tell the requester how it ended, or else those whose turn it is now."""
    if event.data["settled"] is not None:
        _tell_requester(event)
        return
    stages = stages_of(event.subject.approval_workflow)
    opened = [stage for stage in stages if stage.place in event.data["opened"]]
    _tell_approvers([(event.subject, opened)], event.now)


def _tell_approvers(waiting: Sequence[Waiting], now: datetime) -> None:
    """Ask the members who are among the stages' approvers to decide; the others' addresses get nothing.

    Everybody is told once, whatever number of requisitions waits for them.
    """
    by_tenant: dict[UUID, list[Waiting]] = defaultdict(list)
    for requisition, stages in waiting:
        by_tenant[requisition.organization_id].append((requisition, stages))
    for tenant_id, its in by_tenant.items():
        addresses = {address for _, stages in its for stage in stages for address in stage.approvers}
        for address, member in members_at(tenant_id, addresses).items():
            own = [(row, [each.name for each in stages if address in each.approvers]) for row, stages in its]
            _ask(member.user, [(row, names) for row, names in own if names], now)


def _ask(approver: User, own: Sequence[tuple[Requisition, list[str]]], now: datetime) -> None:
    """Ask for a decision on the named stages of each requisition."""
    data: dict[str, Any]
    if len(own) == 1:
        requisition, stages = own[0]
        title = f"{requisition.code} waits for your approval"
        body = f"{requisition.title}: you are asked to decide on {', '.join(stages)}."
        data = {"requisition_code": requisition.code, "stages": stages}
    else:
        title = f"{len(own)} requisitions wait for your approval"
        lines = [f"{row.code} {row.title}: {', '.join(names)}" for row, names in own[:_LISTED]]
        more = [f"… and {len(own) - _LISTED} more."] if len(own) > _LISTED else []
        body = "\n".join(["You are asked to decide on these:", *lines, *more])
        data = {"requisition_codes": [row.code for row, _ in own]}
    notify(
        recipient=approver,
        kind=stage_decided.kind,
        about=Kind.APPROVAL_NEEDED,
        title=title,
        body=body,
        data=data,
        now=now,
    )


def _tell_requester(event: Happened[Requisition, StageDecided]) -> None:
    requisition, word = event.subject, event.data["settled"]
    requester = requisition.requested_by
    if requester is None or event.data["approver_id"] == requester.pk:
        return  # who decides on their own requisition knows
    decision = Decision.objects.select_related("decided_by").get(pk=event.data["decision_id"])
    by = decision.decided_by
    comment = f"{name_of(by)}: {decision.comment}" if by and decision.comment else ""
    notify(
        recipient=requester,
        kind=event.kind,
        title=f"{requisition.code} was {word}",
        body="\n\n".join(filter(None, [f"{requisition.title}.", comment])),
        data={"requisition_code": requisition.code, "verdict": word},
        now=event.now,
    )
