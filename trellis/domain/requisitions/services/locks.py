"""The one lock: whatever changes a requisition holds its row first."""

from collections.abc import Iterable
from uuid import UUID

from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.requisitions import PEOPLE, is_code
from trellis.domain.requisitions.refusals import NotFound


def locked_one(code: str, *, organization_id: UUID | None) -> Requisition:
    """Return the row with this code, locked; raise NotFound (`locked`)."""
    (found,) = locked([code], organization_id=organization_id)
    return found


def locked(
    codes: Iterable[str], *, organization_id: UUID | None, is_deleted: bool = False
) -> list[Requisition]:
    """Return the rows with these codes, locked, all or none: raise NotFound with the codes of no such row."""
    wanted = list(dict.fromkeys(codes))
    found = locked_found(wanted, organization_id=organization_id, is_deleted=is_deleted)
    missing = set(wanted) - {row.code for row in found}
    if missing:
        raise NotFound(code for code in wanted if code in missing)
    return found


def locked_found(
    codes: Iterable[str], *, organization_id: UUID | None, is_deleted: bool = False
) -> list[Requisition]:
    """Return the rows of a tenant, or of any where it is None, that have one of these codes, locked.

    They are locked in one order whoever asks, so that none wait in a ring.
    """
    tenants = Requisition.objects
    rows = tenants.of_all_tenants() if organization_id is None else tenants.of(organization_id)
    wanted = rows.filter(is_deleted=is_deleted, code__in=[code for code in codes if is_code(code)])
    return list(wanted.select_for_update(of=("self",)).select_related(*PEOPLE).order_by("pk"))
