"""Who is told how the approval of a requisition goes on."""

from collections.abc import Iterable
from datetime import datetime

from trellis.core.events import DomainEvent, Handler
from trellis.domain.accounts.models import User
from trellis.domain.notifications.people import name_of
from trellis.domain.notifications.services import notify
from trellis.domain.organizations.approvals import Approval, Stage, StageStand
from trellis.domain.organizations.queries import members_of
from trellis.domain.requisitions import detail_events
from trellis.domain.requisitions.approvals import stands_of
from trellis.domain.requisitions.models import Requisition


def tell_of_stage(*, subject: Requisition, now: datetime) -> None:
    """Tell the requester how it ended, or else those whose turn it is now."""
    approval = stands_of(subject)
    if approval.verdict is not None:
        _tell_requester(subject, approval, now)
    else:
        tell_approvers(subject, newly_open(approval, now), now)


def newly_open(approval: Approval, now: datetime) -> list[Stage]:
    """Return the open stages that the decisions of `now` have opened: those after a required yes."""
    opened_by = [
        each.stage.place for each in approval.stages if each.stage.required and _was_decided(each, now)
    ]
    return [stage for stage in approval.open_stages if opened_by and stage.place > min(opened_by)]


def tell_approvers(requisition: Requisition, stages: Iterable[Stage], now: datetime) -> None:
    """Ask the members who are among the stages' approvers to decide; the others' addresses get nothing."""
    asked = list(stages)
    addresses = {address for stage in asked for address in stage.approvers}
    if not addresses:
        return
    for member in members_of(requisition.organization_id).order_by("pk"):
        own = [stage.name for stage in asked if member.user.email.lower() in stage.approvers]
        if own:
            _ask(requisition, member.user, own, now)


def _ask(requisition: Requisition, approver: User, stages: list[str], now: datetime) -> None:
    notify(
        recipient=approver,
        kind=detail_events.stage_decided.kind,
        title=f"{requisition.code} waits for your approval",
        body=f"{requisition.title}: you are asked to decide on {', '.join(stages)}.",
        data={"requisition_code": requisition.code, "stages": stages},
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
        kind=detail_events.stage_decided.kind,
        title=f"{requisition.code} was {word}",
        body="\n\n".join(filter(None, [f"{requisition.title}.", comment])),
        data={"requisition_code": requisition.code, "verdict": word},
        now=now,
    )


def _was_decided(stand: StageStand, now: datetime) -> bool:
    return stand.decision is not None and stand.decision.decided_at == now


HANDLERS: dict[DomainEvent, list[Handler]] = {detail_events.stage_decided: [tell_of_stage]}
