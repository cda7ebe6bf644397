"""What a posting says that is made of a published requisition: one way of reading the one as the other."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from trellis.domain.jobs.rules.choices import JobType, WorkplaceType
from trellis.domain.requisitions.rules.choices import JobType as TheirJobType
from trellis.domain.requisitions.rules.choices import LocationType, Status

if TYPE_CHECKING:
    from trellis.domain.requisitions.models import Requisition

_WORKPLACES: dict[str, WorkplaceType] = {
    LocationType.ON_SITE: WorkplaceType.ON_SITE,
    LocationType.REMOTE: WorkplaceType.REMOTE,
    LocationType.HYBRID: WorkplaceType.HYBRID,
}
_JOB_TYPES: dict[str, JobType] = {
    TheirJobType.FULL_TIME: JobType.FULL_TIME,
    TheirJobType.PART_TIME: JobType.PART_TIME,
    TheirJobType.CONTRACT: JobType.CONTRACT,
    TheirJobType.FREELANCE: JobType.OTHER,
    TheirJobType.INTERNSHIP: JobType.INTERNSHIP,
    TheirJobType.TEMPORARY: JobType.TEMPORARY,
}
# Doors let in no other choices, but no constraint keeps them out of rows of before.
_USUAL_WORKPLACE, _USUAL_TYPE = WorkplaceType.ON_SITE, JobType.OTHER
# While it stands at one of these, everybody sees what is published.
SHOWN = (Status.APPROVED, Status.OPEN)


def is_shown(requisition: "Requisition") -> bool:
    """Tell whether everybody sees the requisition, which its deadline does not change."""
    return requisition.publish_status and not requisition.is_deleted and requisition.status in SHOWN


def fields_of(requisition: "Requisition") -> dict[str, Any]:
    """Return what the posting says, by its columns."""
    return {
        "title": requisition.title,
        "job_desc": _description_of(requisition),
        "workplace_type": _WORKPLACES.get(requisition.location_type, _USUAL_WORKPLACE),
        "location": requisition.job_location,
        "job_type": _JOB_TYPES.get(requisition.job_type, _USUAL_TYPE),
        "estimated_salary": requisition.salary_range,
        "deadline_at": end_of(requisition.deadline_date),
    }


def end_of(day: date | None) -> datetime | None:
    """Return the last moment of a day on which one may still apply: UTC's, by which deadlines are judged."""
    return None if day is None else datetime.combine(day, time.max, UTC)


def _description_of(requisition: "Requisition") -> str:
    parts = [
        requisition.job_description.strip(),
        _listed("Responsibilities", requisition.responsibilities),
        _listed("Requirements", requisition.requirements),
    ]
    return "\n\n".join(filter(None, parts))


def _listed(heading: str, entries: Iterable[Any]) -> str:
    lines = [f"- {entry}" for entry in entries]
    return "\n".join([heading, *lines]) if lines else ""
