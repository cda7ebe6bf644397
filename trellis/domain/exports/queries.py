"""What can be exported (docs/exports.md lists the columns), and what was: everybody's own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Trim

from trellis.core.rendering.rows import literal
from trellis.domain.accounts.models import User
from trellis.domain.exports.models import ExportJob
from trellis.domain.exports.refusals import NoExport
from trellis.domain.exports.rules import Kind, Status
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Grant, grant
from trellis.domain.requisitions.queries.requisitions import asked, requisitions_of
from trellis.domain.workplace import queries as workplace
from trellis.domain.workplace.rights import Right
from trellis.domain.workplace.rules.kinds import CONTACT, SHAPES
from trellis.domain.workplace.rules.kinds import Kind as RequestKind
from trellis.domain.workplace.rules.lifecycle import sees_personal

BATCH = 1_000


@dataclass(frozen=True)
class Column:
    """A column: its heading, and where it comes from (a path over relations, or an expression)."""

    name: str
    source: "str | Combinable"
    is_personal: bool = False


@dataclass(frozen=True)
class Source:
    """Rows of one kind. `order` is a total order, the newest first, in which batches follow each other."""

    rows: Callable[[Membership, Mapping[str, Any]], QuerySet[Any]]
    order: tuple[str, ...]
    columns: tuple[Column, ...]

    def columns_for(self, member: Membership) -> list[Column]:
        """Return the columns that the member may see of others' rows."""
        is_trusted = sees_personal(member, requested_by_id=None)
        return [column for column in self.columns if is_trusted or not column.is_personal]

    def batches(self, member: Membership, filters: Mapping[str, Any]) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows that the member sees, in lists of at most BATCH.

        Each batch is a statement of its own that begins where the last one ended: no cursor is held
        open, and memory does not grow with the number of rows.
        """
        rows = self.rows(member, filters).order_by(*(f"-{name}" for name in self.order))
        sources = [column.source for column in self.columns_for(member)]
        width, last = len(self.order), None
        while True:
            following = rows if last is None else rows.filter(self._after(last))
            found = list(following.values_list(*self.order, *sources)[:BATCH])
            if found:
                yield [row[width:] for row in found]
            if len(found) < BATCH:
                return
            last = found[-1][:width]

    def _after(self, last: tuple[Any, ...]) -> Q:
        """What comes after these values of `order`: (created_at, pk) < (…, …), so that an index helps."""
        if len(last) == 1:
            return Q(**{f"{self.order[0]}__lt": last[0]})
        first, second = self.order
        later = Q(**{f"{first}__lt": last[0]}) | Q(**{f"{second}__lt": last[1]})
        return Q(**{f"{first}__lte": last[0]}) & later


def _plain(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, name) for name in names)


def _person(name: str) -> tuple[Column, ...]:
    full = Concat(f"{name}__first_name", Value(" "), f"{name}__last_name", output_field=CharField())
    return (Column(name, Trim(full)), Column(f"{name}_email", f"{name}__email"))


def _own(member: Membership, right: Right) -> User | None:
    return member.user if grant(member.role, right) is Grant.OWN else None


def _requests(member: Membership, filters: Mapping[str, Any]) -> QuerySet[Any]:
    return workplace.filtered(
        organization_id=member.organization_id,
        filters=filters,
        requested_by=_own(member, Right.READ_REQUESTS),
    )


def _requisitions(member: Membership, filters: Mapping[str, Any]) -> QuerySet[Any]:
    return requisitions_of(member.organization, asked(filters))


_REQUEST_COLUMNS = (
    *_plain("request_id", "request_type", "title", "description", "status"),
    *(
        Column(name, name, is_personal=name in CONTACT)
        for name in dict.fromkeys(name for kind in RequestKind for name in SHAPES[kind].columns)
    ),
    *_person("requested_by"),
    *(
        column
        for verb in ("approved", "rejected", "cancelled", "completed")
        for column in (*_person(f"{verb}_by"), Column(f"{verb}_at", f"{verb}_at"))
    ),
    *_plain("comment", "created_at", "updated_at"),
)
_REQUISITION_COLUMNS = (
    Column("id", "code"),
    Column("job_application_code", "application_code"),
    *_plain("requisition_number", "title", "status", "role", "job_type", "position_type", "location_type"),
    *_plain("number_of_candidates", "urgency_level", "company_name", "company_address", "job_location"),
    *_plain("interview_location", "salary_range", "deadline_date", "start_date", "job_description"),
    *_plain("requirements", "responsibilities", "qualification_requirement", "experience_requirement"),
    *_plain("knowledge_requirement", "documents_required", "reason", "comment"),
    *_person("requested_by"),
    *_person("approved_by"),
    *_plain("approval_date", "requested_date", "publish_status", "published_at", "num_of_applications"),
    *_plain("created_at", "updated_at"),
)
SOURCES: dict[str, Source] = {
    Kind.REQUISITIONS: Source(_requisitions, ("pk",), _REQUISITION_COLUMNS),
    Kind.REQUESTS: Source(_requests, ("created_at", "pk"), _REQUEST_COLUMNS),
}


def is_short(*, member: Membership, kind: str, filters: Mapping[str, Any]) -> bool:
    """Tell whether an export has so few rows that it is answered at once."""
    limit: int = settings.EXPORT_AT_ONCE
    return SOURCES[kind].rows(member, filters)[: limit + 1].count() <= limit


def exports_of(member: Membership, *, now: datetime) -> QuerySet[ExportJob]:
    """Return what the member asked for in their organization and has not expired, the newest first."""
    own = ExportJob.objects.of(member.organization_id).filter(requested_by=member.user, expires_at__gt=now)
    return own.order_by("-created_at", "-pk")


def address_sql(*, before: str, after: str) -> str:
    """Return the expression of a finished export's address, which has these texts around its key."""
    before, after = (literal(text).replace("{", "{{").replace("}", "}}") for text in (before, after))
    return f"CASE WHEN {{status}} = '{Status.READY}' THEN {before} || {{id}}::text || {after} END"


def export_of(member: Membership, id: UUID, *, now: datetime) -> ExportJob:
    """Return one of them; raise NoExport."""
    found = exports_of(member, now=now).filter(pk=id).first()
    if found is None:
        raise NoExport
    return found
