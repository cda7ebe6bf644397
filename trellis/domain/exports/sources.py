"""What can be exported: which rows, in which order, and the columns. docs/exports.md lists the columns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Trim

from trellis.domain.accounts.models import User
from trellis.domain.exports.models import Kind
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Grant, Right, grant
from trellis.domain.requisitions.queries.requisitions import asked, requisitions_of
from trellis.domain.workplace import queries as workplace
from trellis.domain.workplace.kinds import CONTACT, SHAPES
from trellis.domain.workplace.kinds import Kind as RequestKind
from trellis.domain.workplace.lifecycle import sees_personal

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
