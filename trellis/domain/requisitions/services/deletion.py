"""Deleting requisitions softly, bringing them back, and deleting them for good; of many, all or none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from trellis.core.db.errors import retried_once
from trellis.core.events import DomainEvent
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Grant, grant
from trellis.domain.requisitions import events
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.refusals import NotAllowed, StaleVersion
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.services.locks import locked


@retried_once
def delete(*, member: Membership, codes: Sequence[str], now: datetime, version: int | None = None) -> int:
    """Hide requisitions from everybody until they are recovered, and return how many.

    Whether they are published is kept, for that case. `version` is the one that the member has seen, None
    if they do not say. Raises NotFound, StaleVersion, and NotAllowed where one is not the member's to delete.
    """
    with transaction.atomic():
        rows = locked(codes, organization_id=member.organization_id)
        _refuse_unless_allowed(member, rows, Right.DELETE_REQUISITIONS)
        for row in rows:
            if version not in (None, row.version):
                raise StaleVersion(row.version)
        _write(rows, member, now, is_deleted=True)
        _publish(events.requisition_deleted, rows, member, now)
    return len(rows)


@retried_once
def recover(*, member: Membership, codes: Sequence[str], now: datetime) -> int:
    """Bring softly deleted requisitions back as they were, and return how many. Raises NotFound."""
    with transaction.atomic():
        rows = locked(codes, organization_id=member.organization_id, is_deleted=True)
        _refuse_unless_allowed(member, rows, Right.RECOVER_REQUISITIONS)
        _write(rows, member, now, is_deleted=False)
        _publish(events.requisition_recovered, rows, member, now)
    return len(rows)


@retried_once
def purge(*, member: Membership, codes: Sequence[str], now: datetime) -> int:
    """Delete softly deleted requisitions for good, their checks with them, and return how many.

    The record of events keeps what happened to them, and their codes are not given out again. Raises
    NotFound, also for one that is not softly deleted.
    """
    with transaction.atomic():
        rows = locked(codes, organization_id=member.organization_id, is_deleted=True)
        _refuse_unless_allowed(member, rows, Right.PURGE_REQUISITIONS)
        _publish(events.requisition_purged, rows, member, now)
        _found(rows, member).delete()
    return len(rows)


def _refuse_unless_allowed(member: Membership, rows: Sequence[Requisition], right: Right) -> None:
    reach = grant(member.role, right)
    own_only = reach is Grant.OWN and any(row.requested_by_id != member.user_id for row in rows)
    if reach is Grant.NONE or own_only:
        raise NotAllowed


def _write(rows: Sequence[Requisition], member: Membership, now: datetime, *, is_deleted: bool) -> None:
    _found(rows, member).update(
        is_deleted=is_deleted,
        deleted_at=now if is_deleted else None,
        updated_by=member.user,
        updated_at=now,
        version=F("version") + 1,
    )


def _found(rows: Sequence[Requisition], member: Membership) -> QuerySet[Requisition]:
    return Requisition.objects.of(member.organization_id).filter(pk__in=[row.pk for row in rows])


def _publish(
    event: DomainEvent[Requisition, events.Coded],
    rows: Sequence[Requisition],
    member: Membership,
    now: datetime,
) -> None:
    event.publish_many(
        actor_id=member.user_id,
        subjects=[(row, {"code": row.code}) for row in rows],
        now=now,
        tenant_id=member.organization_id,
    )
