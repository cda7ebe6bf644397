"""What can be asked of requests, and the words by which they are found: with their tenant's among them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Func, QuerySet

from trellis.core.db.words import WHOLE, lexemes, query_for, vector
from trellis.domain.accounts.models import User
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.refusals import NoRequest

NEWEST_FIRST = ("-created_at", "-pk")
SEARCHED = ("request_id", "title", "description", "item_name", "requester_name")
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
    if not filters.get("search", "").strip():
        return rows
    query = query_for(filters["search"], extra=[_tenant_word(organization_id)])
    return rows.filter(search=query) if query is not None else rows.none()


def with_people(rows: QuerySet[WorkplaceRequest]) -> QuerySet[WorkplaceRequest]:
    """Fetch with each request who asked and who decided."""
    return rows.select_related("requested_by", "approved_by", "rejected_by", "cancelled_by", "completed_by")


def request_of(*, organization_id: UUID, id: UUID, requested_by: User | None = None) -> WorkplaceRequest:
    """Return one request of a tenant with its people, or one of somebody's own; raise NoRequest."""
    rows = filtered(organization_id=organization_id, filters={}, requested_by=requested_by)
    found = with_people(rows).filter(pk=id).first()
    if found is None:
        raise NoRequest
    return found


def search_vector(*, organization_id: UUID, values: dict[str, Any]) -> Func:
    """Return what WorkplaceRequest.search holds for a row with these values."""
    return vector(words_of_request(organization_id=organization_id, values=values))


def words_of_request(*, organization_id: UUID, values: Mapping[str, Any]) -> list[str]:
    """Return the words by which a row with these values is found."""
    words = lexemes(*(values.get(name) or "" for name in SEARCHED))
    return [_tenant_word(organization_id), *words]


def _tenant_word(organization_id: UUID) -> str:
    # With it in the index, the words of other tenants cost a search nothing.
    return f"{WHOLE}tenant{organization_id.hex}"


def amount_sql(column: str) -> str:
    """Return the expression of an amount as JSON has it: 5, not 5.000 (rules/amounts.py says the same)."""
    return f"to_jsonb(trim_scale({{{column}}}))"
