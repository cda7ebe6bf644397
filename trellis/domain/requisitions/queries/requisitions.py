"""What a tenant's members can ask of its requisitions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Lower

from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import Requisition, Urgency
from trellis.domain.requisitions.refusals import NotFound
from trellis.domain.requisitions.rules.search import query_for

_PEOPLE = ("requested_by", "created_by", "updated_by", "approved_by")
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


def requisition_of(organization: Organization, code: str) -> Requisition:
    """Return the tenant's requisition with all people in it; raise NotFound."""
    rows = Requisition.objects.of(organization.pk).filter(is_deleted=False)
    found = (
        rows.select_related("organization", *_PEOPLE).filter(code=code).first() if _is_code(code) else None
    )
    if found is None:
        raise NotFound([code])
    return found


def locked(
    organization: Organization, codes: Iterable[str], *, is_deleted: bool = False
) -> list[Requisition]:
    """Return the tenant's rows with these codes, locked in one order whoever asks.

    All or none: raises NotFound with the codes that it has no such row for.
    """
    wanted = list(dict.fromkeys(codes))
    rows = Requisition.objects.of(organization.pk).filter(
        is_deleted=is_deleted, code__in=[code for code in wanted if _is_code(code)]
    )
    found = list(rows.select_for_update(of=("self",)).select_related(*_PEOPLE).order_by("pk"))
    missing = set(wanted) - {row.code for row in found}
    if missing:
        raise NotFound(code for code in wanted if code in missing)
    return found


def _ordered(rows: QuerySet[Requisition], ordering: str) -> QuerySet[Requisition]:
    is_falling, key = ordering.startswith("-"), _KEYS[ordering.removeprefix("-")]
    if isinstance(key, str):
        return rows.order_by(*(f"-{name}" if is_falling else name for name in (key, "pk")))
    return rows.order_by(key.desc() if is_falling else key.asc(), "-pk" if is_falling else "pk")


def _is_code(text: str) -> bool:
    # PostgreSQL has no text with this in it.
    return "\x00" not in text
