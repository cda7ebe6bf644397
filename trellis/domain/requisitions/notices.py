"""What people are told of the approval of a requisition."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.notifications.people import name_of
from trellis.domain.notifications.services import notify
from trellis.domain.organizations.approvals import Approval, Stage, StageStand
from trellis.domain.organizations.queries import members_at
from trellis.domain.requisitions import events
from trellis.domain.requisitions.approvals import stands_of, stands_of_all
from trellis.domain.requisitions.models import Requisition

Waiting = tuple[Requisition, Sequence[Stage]]
# How many requisitions one message names.
_LISTED = 20


def ask_first_approvers(*, subjects: Sequence[Requisition], now: datetime) -> None:
    """Ask those who can decide first; the addresses of people who are no members get nothing."""
    stands = stands_of_all(subjects)
    tell_approvers([(row, stand.open_stages) for row, stand in zip(subjects, stands, strict=True)], now)


def tell_of_stage(*, subject: Requisition, now: datetime) -> None:
    """Tell the requester how it ended, or else those whose turn it is now."""
    approval = stands_of(subject)
    if approval.verdict is not None:
        _tell_requester(subject, approval, now)
    else:
        tell_approvers([(subject, newly_open(approval, now))], now)


def newly_open(approval: Approval, now: datetime) -> list[Stage]:
    """Return the open stages that the decisions of `now` have opened: those after a required yes."""
    opened_by = [
        each.stage.place for each in approval.stages if each.stage.required and _was_decided(each, now)
    ]
    return [stage for stage in approval.open_stages if opened_by and stage.place > min(opened_by)]


def tell_approvers(waiting: Sequence[Waiting], now: datetime) -> None:
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
        kind=events.stage_decided.kind,
        title=title,
        body=body,
        data=data,
        now=now,
    )


def _tell_requester(requisition: Requisition, approval: Approval, now: datetime) -> None:
    requester = requisition.requested_by
    last = [each.decision for each in approval.stages if each.decision and _was_decided(each, now)]
    by = last[-1].decided_by if last else None
    if requester is None or by == requester:
        return  # who decides on their own requisition knows
    word = str(approval.verdict)
    comment = f"{name_of(by)}: {last[-1].comment}" if by and last[-1].comment else ""
    notify(
        recipient=requester,
        kind=events.stage_decided.kind,
        title=f"{requisition.code} was {word}",
        body="\n\n".join(filter(None, [f"{requisition.title}.", comment])),
        data={"requisition_code": requisition.code, "verdict": word},
        now=now,
    )


def _was_decided(stand: StageStand, now: datetime) -> bool:
    return stand.decision is not None and stand.decision.decided_at == now
