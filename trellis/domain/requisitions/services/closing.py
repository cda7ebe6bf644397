"""The two things that the document lets everybody do to a requisition: close it, and apply."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.published import ACCEPTING
from trellis.domain.requisitions.queries.requisitions import is_code
from trellis.domain.requisitions.refusals import NotClosable, NotFound
from trellis.domain.requisitions.rules import lifecycle
from trellis.domain.requisitions.rules.choices import Status
from trellis.domain.requisitions.services.locks import locked_found, locked_one
from trellis.domain.requisitions.services.writing import facts_of, write


@dataclass(frozen=True)
class Counted:
    """A requisition whose applications were just counted up."""

    code: str
    title: str
    num_of_applications: int
    updated_at: datetime


# Two who apply at once both count: the row's own number is added to, in one statement.
_COUNT_UP = """
UPDATE requisitions_requisition
SET num_of_applications = num_of_applications + 1, updated_at = greatest(updated_at, %s)
WHERE unique_link = %s AND publish_status AND NOT is_deleted AND status = ANY(%s)
    AND (%s::uuid IS NULL OR organization_id = %s::uuid)
RETURNING code, title, num_of_applications, updated_at
"""


def count_application(*, unique_link: str, now: datetime, organization_id: UUID | None = None) -> Counted:
    """Count one application to the published requisition of this link; raise NotFound."""
    if not is_code(unique_link):
        raise NotFound
    tenant = organization_id and str(organization_id)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [now, unique_link, list(map(str, ACCEPTING)), tenant, tenant])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return Counted(*row)


def close_one(*, code: str, organization_id: UUID | None, actor_id: int | None, now: datetime) -> Requisition:
    """Close the requisition with this code, of one tenant or of any.

    Closing one that is closed changes nothing. Raises NotFound and NotClosable.
    """
    with transaction.atomic():
        requisition = locked_one(code, organization_id=organization_id)
        _close(requisition, actor_id, now)
    return requisition


def close_many(
    *, codes: Iterable[str], organization_id: UUID | None, actor_id: int | None, now: datetime
) -> set[str]:
    """Close those of the codes that can be, all or none; return which are closed now."""
    with transaction.atomic():
        rows = locked_found(codes, organization_id=organization_id)
        closable = [row for row in rows if lifecycle.is_closable(row.status)]
        for requisition in closable:
            _close(requisition, actor_id, now)
    return {requisition.code for requisition in closable}


def _close(requisition: Requisition, actor_id: int | None, now: datetime) -> None:
    """Close a locked requisition; one that is closed already stays as it is. Raises NotClosable."""
    if not lifecycle.is_closable(requisition.status):
        raise NotClosable(requisition.status)
    before = facts_of(requisition)
    if requisition.status != Status.CLOSED:
        lifecycle.enter(requisition, Status.CLOSED)
    write(requisition, before, actor_id=actor_id, now=now)
