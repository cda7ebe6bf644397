"""The checks that a hire has to pass."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from trellis.core.events import Data, DomainEvent, parted
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import members_of
from trellis.domain.organizations.rights import Grant, grant
from trellis.domain.requisitions import events
from trellis.domain.requisitions.models import ComplianceItem, Requisition
from trellis.domain.requisitions.queries.compliance import item_of
from trellis.domain.requisitions.refusals import NotAllowed, NotMember, TooManyItems
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.rules.choices import CheckStatus
from trellis.domain.requisitions.rules.limits import MOST_CHECKS
from trellis.domain.requisitions.services.locks import locked_one

# Somebody has looked; in the others nobody has yet.
_CHECKED = (CheckStatus.COMPLETED, CheckStatus.FAILED, CheckStatus.WAIVED)
# What is too long, or may say too much of a person, for the append-only record: it says only that it changed.
_TEXTS = ("description", "notes")


def add_item(*, member: Membership, code: str, fields: dict[str, Any], now: datetime) -> ComplianceItem:
    """Add a check behind those that are there. Raises NotFound, NotAllowed, NotMember and TooManyItems.

    `fields` are the item's own, with `checked_by_id` for the checker.
    """
    with transaction.atomic():
        requisition = _locked(member, code)
        items = ComplianceItem.objects.filter(requisition=requisition)
        if items.count() >= MOST_CHECKS:
            raise TooManyItems(MOST_CHECKS)
        last = items.aggregate(last=Max("position"))["last"]
        item = ComplianceItem(requisition=requisition, position=0 if last is None else last + 1)
        _fill(item, fields, member, now)
        item.save(force_insert=True)
        _publish(events.compliance_added, requisition, _touched(item), member, now, {"name": item.name})
    return item


def change_item(
    *, member: Membership, code: str, item_id: UUID, fields: dict[str, Any], now: datetime
) -> ComplianceItem:
    """Change some of a check. Raises NotFound, NotAllowed, UnknownItem and NotMember."""
    with transaction.atomic():
        requisition = _locked(member, code)
        item = item_of(requisition, item_id)
        before = _facts(item)
        _fill(item, fields, member, now)
        after = _facts(item)
        changed = [name for name in after if after[name] != before[name]]
        if changed:
            item.save(update_fields=changed)
            changes = {name: [before[name], after[name]] for name in changed if name not in _TEXTS}
            texts = [name for name in changed if name in _TEXTS]
            told: events.ItemChanged = {"item_id": str(item.pk)}
            changes, personal = parted(changes, personal={"name"})
            if changes:
                told["changes"] = changes
            if texts:
                told["texts"] = texts
            named: events.ItemName = {"name": item.name, **personal}
            _publish(events.compliance_changed, requisition, told, member, now, named)
    return item


def remove_item(*, member: Membership, code: str, item_id: UUID, now: datetime) -> None:
    """Remove a check. Raises NotFound, NotAllowed and UnknownItem."""
    with transaction.atomic():
        requisition = _locked(member, code)
        item = item_of(requisition, item_id)
        _publish(events.compliance_removed, requisition, _touched(item), member, now, {"name": item.name})
        item.delete()


def _locked(member: Membership, code: str) -> Requisition:
    """Hold the requisition, and with it its checks; raise NotFound and NotAllowed."""
    requisition = locked_one(code, organization_id=member.organization_id)
    reach = grant(member.role, Right.EDIT_COMPLIANCE)
    is_own = requisition.requested_by_id == member.user_id
    if reach is not Grant.ALL and not (reach is Grant.OWN and is_own):
        raise NotAllowed
    return requisition


def _fill(item: ComplianceItem, fields: dict[str, Any], member: Membership, now: datetime) -> None:
    """Write the fields into the item; a check that is over has a checker and a moment, others have none.

    Where the fields name a checker or a moment, those count; else it is the member, now.
    """
    was, names = item.status, ("name", "description", "required", "status", "checked_at", "notes")
    for name in names:
        if name in fields:
            setattr(item, name, fields[name])
    if "checked_by_id" in fields:
        item.checked_by = _checker(fields["checked_by_id"], member)
    if item.status in _CHECKED and (item._state.adding or was != item.status):
        item.checked_by = (fields.get("checked_by_id") and item.checked_by) or member.user
        item.checked_at = fields.get("checked_at") or now
    elif item.status not in _CHECKED and was in _CHECKED:
        item.checked_by = item.checked_by if "checked_by_id" in fields else None
        item.checked_at = fields.get("checked_at")


def _checker(user_id: int | None, member: Membership) -> User | None:
    if user_id is None:
        return None
    found = members_of(member.organization_id).filter(user_id=user_id).first()
    if found is None:
        raise NotMember
    return found.user


def _facts(item: ComplianceItem) -> dict[str, Any]:
    checked_at = item.checked_at and item.checked_at.isoformat()
    plain = {name: getattr(item, name) for name in ("name", "description", "required", "notes")}
    return {
        **plain,
        "status": str(item.status),
        "checked_by_id": item.checked_by_id and str(item.checked_by_id),
        "checked_at": checked_at,
    }


def _touched(item: ComplianceItem) -> events.ItemTouched:
    return {"item_id": str(item.pk), "status": str(item.status)}


def _publish(
    event: DomainEvent[Requisition, Data],
    requisition: Requisition,
    data: Data,
    member: Membership,
    now: datetime,
    personal: events.ItemName,
) -> None:
    event.publish(
        actor_id=member.user_id,
        subject=requisition,
        data=data,
        personal=personal,
        now=now,
        tenant_id=requisition.organization_id,
    )
