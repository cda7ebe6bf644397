"""What a tenant's members can ask of its requisitions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Lower

from trellis.core.db.words import query_for
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.rights import Grant, grant
from trellis.domain.requisitions.events import requisition_purged
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.refusals import NotFound
from trellis.domain.requisitions.rights import Right
from trellis.domain.requisitions.rules.choices import Urgency

PEOPLE = ("requested_by", "created_by", "updated_by", "approved_by")
_URGENCY = Case(
    *(When(urgency_level=level, then=Value(place)) for place, level in enumerate(Urgency.values)),
    output_field=IntegerField(),
)
# Each order is made total by the key, in the direction in which the rows came to be.
_KEYS: dict[str, Any] = {
    "created_at": "created_at",
    "updated_at": "updated_at",
    "requested_date": "requested_date",
    "deadline_date": "deadline_date",
    "status": "status",
    "title": Lower("title"),
    "urgency_level": _URGENCY,
}
NEWEST_FIRST = "-created_at"
ORDERINGS = tuple(sign + name for name in _KEYS for sign in ("", "-"))


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to, and how it is ordered: one of ORDERINGS."""

    search: str = ""
    ordering: str = NEWEST_FIRST
    statuses: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    others: dict[str, Any] = field(default_factory=dict)


def asked(filters: Mapping[str, Any]) -> Asked:
    """Return what `filters` ask for: `search`, `ordering`, `status` and `role` (one or several), columns."""
    given = {name: value for name, value in filters.items() if value is not None}
    return Asked(
        search=given.pop("search", ""),
        ordering=given.pop("ordering", "") or NEWEST_FIRST,
        statuses=frozenset(given.pop("status", ())),
        roles=frozenset(given.pop("role", ())),
        others=given,
    )


def requisitions_of(organization: Organization, asked: Asked) -> QuerySet[Requisition]:
    """Return the tenant's requisitions that are asked for; the deleted ones never are."""
    rows = Requisition.objects.of(organization.pk).filter(is_deleted=False, **asked.others)
    for name, values in (("status", asked.statuses), ("role", asked.roles)):
        rows = rows.filter(**{f"{name}__in": sorted(values)}) if values else rows
    if asked.search.strip():
        query = query_for(asked.search)
        rows = rows.filter(search=query) if query else rows.none()
    return _ordered(rows, asked.ordering)


def deleted_of(organization: Organization) -> QuerySet[Requisition]:
    """Return the tenant's softly deleted requisitions, the last deleted first."""
    return Requisition.objects.of(organization.pk).filter(is_deleted=True).order_by("-deleted_at", "pk")


def requisition_of(organization_id: UUID, code: str) -> Requisition:
    """Return the tenant's requisition with all people in it; raise NotFound, also for one that is deleted."""
    found = _found(organization_id, code)
    if found is None or found.is_deleted:
        raise NotFound([code])
    return found


def remembered_by(member: Membership, code: str) -> tuple[str, int | None]:
    """Return the key under which the record has a requisition, and the id of who asked for it.

    A deleted one is for who may recover it, a purged one, of which the record alone knows, for who may
    purge. Raises NotFound.
    """
    found = _found(member.organization_id, code)
    if found is None and grant(member.role, Right.PURGE_REQUISITIONS) is Grant.ALL and is_code(code):
        gone = requisition_purged.record().filter(tenant_id=member.organization_id, data__code=code)
        key = gone.order_by("-pk").values_list("subject_id", flat=True).first()
        if key is not None:
            return key, None
    may_see = grant(member.role, Right.RECOVER_REQUISITIONS) is Grant.ALL
    if found is None or (found.is_deleted and not may_see):
        raise NotFound([code])
    return str(found.pk), found.requested_by_id


def is_code(text: str) -> bool:
    """Tell whether a row can have this code, or this link: PostgreSQL has no text with NUL in it."""
    return "\x00" not in text


def _found(organization_id: UUID, code: str) -> Requisition | None:
    if not is_code(code):
        return None
    rows = Requisition.objects.of(organization_id).select_related("organization", *PEOPLE)
    return rows.filter(code=code).first()


def _ordered(rows: QuerySet[Requisition], ordering: str) -> QuerySet[Requisition]:
    is_falling, key = ordering.startswith("-"), _KEYS[ordering.removeprefix("-")]
    if isinstance(key, str):
        return rows.order_by(*(f"-{name}" if is_falling else name for name in (key, "pk")))
    return rows.order_by(key.desc() if is_falling else key.asc(), "-pk" if is_falling else "pk")
