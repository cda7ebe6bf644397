"""What can happen to a request."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from trellis.core.events import DomainEvent, parted
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.services import sequences
from trellis.domain.workplace import events
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.queries import SEARCHED, search_vector, with_people
from trellis.domain.workplace.refusals import Deleted, Overtaken
from trellis.domain.workplace.rules.amounts import as_number
from trellis.domain.workplace.rules.kinds import SHAPES, TEXTS, Status
from trellis.domain.workplace.rules.lifecycle import (
    refuse_unless_deletable,
    refuse_unless_editable,
    refuse_unless_possible,
)
from trellis.domain.workplace.services import decisions

_EVENTS: dict[str, DomainEvent[WorkplaceRequest, events.Told]] = {
    Status.APPROVED: events.request_approved,
    Status.REJECTED: events.request_rejected,
    Status.CANCELLED: events.request_cancelled,
    Status.COMPLETED: events.request_completed,
}
_RULINGS = {
    Status.APPROVED: Ruling.APPROVED,
    Status.REJECTED: Ruling.REJECTED,
}


def create(*, member: Membership, kind: str, fields: dict[str, Any], now: datetime) -> WorkplaceRequest:
    """Ask for something, under the next number of its kind and of the day (in UTC)."""
    with transaction.atomic():
        day = now.astimezone(UTC).date()
        code = SHAPES[kind].code
        number = sequences.take(organization_id=member.organization_id, kind=code, day=day)
        request = WorkplaceRequest(
            organization=member.organization,
            request_id=f"{code}-{day:%Y%m%d}-{number:04}",
            request_type=kind,
            requested_by=member.user,
            created_at=now,
            updated_at=now,
        )
        for name, value in fields.items():
            setattr(request, name, value)
        request.search = search_vector(organization_id=member.organization_id, values=vars(request))
        request.save(force_insert=True)
        _publish(events.request_created, request, member, {"status": [None, str(Status.PENDING)]}, now)
    return request


def change(
    *,
    request: WorkplaceRequest,
    member: Membership,
    fields: dict[str, Any],
    status: str | None,
    comment: str | None,
    now: datetime,
) -> WorkplaceRequest:
    """Change what a request asks for, bring it to another status, or both; return it as it is then.

    `request` is as the member has read it: what it is decided on. Raises NotAllowed, NotPending and
    InvalidStep where that may not be, Overtaken and Deleted where somebody else was faster.
    """
    if fields:
        refuse_unless_editable(request, member)
    if status is not None:
        refuse_unless_possible(request, status, member)
    with transaction.atomic():
        current = _as_read(request)
        if fields:
            _edit(current, member, fields, now)
        if status is not None:
            _step(current, member, status, comment, now)
    return current


def delete(*, request: WorkplaceRequest, member: Membership, now: datetime) -> None:
    """Delete a request softly, wherever it stands; raise NotAllowed, Overtaken, Deleted."""
    refuse_unless_deletable(request, member)
    with transaction.atomic():
        current = _as_read(request)
        _write(current, {"is_deleted": True, "deleted_at": now}, now)
        _publish(events.request_deleted, current, member, {"is_deleted": [False, True]}, now)


def _as_read(request: WorkplaceRequest) -> WorkplaceRequest:
    """Lock the row and return it; raise if it is another than the one that was read."""
    rows = WorkplaceRequest.objects.of(request.organization_id).select_for_update(of=("self",))
    current = with_people(rows).filter(pk=request.pk, is_deleted=False).first()
    if current is None:
        raise Deleted
    if current.version != request.version:
        raise Overtaken
    return current


def _edit(request: WorkplaceRequest, member: Membership, fields: dict[str, Any], now: datetime) -> None:
    changes = {name: [getattr(request, name), value] for name, value in fields.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return
    written = {name: pair[1] for name, pair in changes.items()}
    if not written.keys().isdisjoint(SEARCHED):
        values = {name: written.get(name, getattr(request, name)) for name in SEARCHED}
        written["search"] = search_vector(organization_id=request.organization_id, values=values)
    _write(request, written, now)
    _publish(events.request_changed, request, member, _told(request, changes), now)


def _step(
    request: WorkplaceRequest, member: Membership, status: str, comment: str | None, now: datetime
) -> None:
    before = str(request.status)
    written: dict[str, Any] = {"status": status, f"{status}_by": member.user, f"{status}_at": now}
    if comment is not None:
        written["comment"] = comment
    _write(request, written, now)
    if status in _RULINGS:
        ruling = _RULINGS[Status(status)]
        decisions.record(request=request, ruling=ruling, member=member, comment=comment or "", now=now)
    _publish(_EVENTS[status], request, member, {"status": [before, str(status)]}, now)


def _write(request: WorkplaceRequest, values: dict[str, Any], now: datetime) -> None:
    """Write columns of the row whose lock is held, and show them on the object."""
    values = {**values, "version": request.version + 1, "updated_at": now}
    WorkplaceRequest.objects.of(request.organization_id).filter(pk=request.pk).update(**values)
    for name, value in values.items():
        setattr(request, name, value)


def _told(request: WorkplaceRequest, changes: dict[str, Any]) -> dict[str, Any]:
    """Return what the record is told: of personal fields, that they changed and nothing more."""
    personal = SHAPES[request.request_type].personal
    return {
        name: [None, None] if name in personal else [_plain(value) for value in pair]
        for name, pair in changes.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return as_number(value)
    return value.isoformat() if isinstance(value, date) else value


def _publish(
    event: DomainEvent[WorkplaceRequest, events.Told],
    request: WorkplaceRequest,
    member: Membership,
    changes: dict[str, Any],
    now: datetime,
) -> None:
    told, texts = parted(changes, personal=TEXTS - SHAPES[request.request_type].personal)
    event.publish(
        actor_id=member.user_id,
        subject=request,
        now=now,
        tenant_id=request.organization_id,
        data={"request_type": str(request.request_type), "changes": told},
        personal=texts,
    )
