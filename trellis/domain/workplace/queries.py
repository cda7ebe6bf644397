"""What can be asked of requests."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.search import search_query

NEWEST_FIRST = ("-created_at", "-pk")
_EQUAL = ("request_type", "status", "priority")


def filtered(
    *, organization_id: UUID, filters: Mapping[str, Any], requested_by: User | None = None
) -> QuerySet[WorkplaceRequest]:
    """Return a tenant's requests, narrowed by `request_type`, `status`, `priority` and `search`.

    Blank filters count as none. `requested_by` leaves somebody's own.
    """
    rows = WorkplaceRequest.objects.of(organization_id).filter(is_deleted=False)
    rows = rows.filter(**{name: filters[name] for name in _EQUAL if filters.get(name)})
    if requested_by is not None:
        rows = rows.filter(requested_by=requested_by)
    if not filters.get("search"):
        return rows
    query = search_query(filters["search"], organization_id=organization_id)
    return rows.filter(search=query) if query is not None else rows.none()


def with_people(rows: QuerySet[WorkplaceRequest]) -> QuerySet[WorkplaceRequest]:
    """Fetch with each request who asked and who decided."""
    return rows.select_related("requested_by", "approved_by", "rejected_by", "cancelled_by", "completed_by")


def request_of(
    *, organization_id: UUID, id: UUID, requested_by: User | None = None
) -> WorkplaceRequest | None:
    """Return one request of a tenant with its people, if it is there and (given) that person's own."""
    rows = filtered(organization_id=organization_id, filters={}, requested_by=requested_by)
    return with_people(rows).filter(pk=id).first()
