"""A job as pages, feeds and search engines show it, whether it is a job post or a published requisition."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from trellis.core.links import link_to
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.rules.choices import JobType, WorkplaceType
from trellis.domain.jobs.rules.mirrored import fields_of
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rules.choices import JobType as TheirJobType
from trellis.web.jobs.words import JOB_TYPES

# schema.org's words.
_EMPLOYMENT: dict[int, str] = {
    JobType.FULL_TIME: "FULL_TIME",
    JobType.PART_TIME: "PART_TIME",
    JobType.CONTRACT: "CONTRACTOR",
    JobType.TEMPORARY: "TEMPORARY",
    JobType.INTERNSHIP: "INTERN",
    JobType.VOLUNTEER: "VOLUNTEER",
    JobType.OTHER: "OTHER",
}
_FREELANCE = ("Freelance", "CONTRACTOR")


@dataclass(frozen=True)
class Shown:
    """What is public of a job. `number` is that of its posting; `until` a day, or a moment, or nothing."""

    number: int | None
    title: str
    organization: Organization
    company: str
    place: str
    workplace: WorkplaceType
    kind: str
    employment: str
    salary: str
    about: str
    lists: tuple[tuple[str, list[Any]], ...]
    until: date | datetime | None
    posted_at: datetime
    updated_at: datetime
    reference: str
    requisition: Requisition | None

    @property
    def path(self) -> str:
        """Where its page is on this site."""
        if self.requisition is not None:
            return reverse("web:job", kwargs={"unique_link": self.requisition.unique_link})
        return reverse("web:job-post", kwargs={"number": self.number})

    @property
    def address(self) -> str:
        """Where its page is for people outside."""
        if self.requisition is not None:
            return link_to("web:job", unique_link=self.requisition.unique_link)
        return link_to("web:job-post", number=self.number)


def shown(posting: Posting) -> Shown:
    """Return what is public of a posting."""
    if posting.requisition is not None:
        return of_requisition(posting.requisition, number=posting.pk, organization=posting.organization)
    kind = JobType(posting.job_type)
    return Shown(
        number=posting.pk,
        title=posting.title,
        organization=posting.organization,
        company=posting.organization.name,
        place=posting.location,
        workplace=WorkplaceType(posting.workplace_type),
        kind=JOB_TYPES[kind],
        employment=_EMPLOYMENT[kind],
        salary=posting.estimated_salary,
        about=posting.job_desc,
        lists=(("Skills", posting.skills),),
        until=posting.deadline_at,
        posted_at=posting.created_at,
        updated_at=posting.updated_at,
        reference=str(posting.pk),
        requisition=None,
    )


def of_requisition(
    requisition: Requisition, *, number: int | None, organization: Organization | None = None
) -> Shown:
    """Return what is public of a published requisition, `number` being that of its posting."""
    said = fields_of(requisition)
    is_freelance = requisition.job_type == TheirJobType.FREELANCE
    kind, employment = _FREELANCE if is_freelance else _words_of(said["job_type"])
    tenant = organization or requisition.organization
    return Shown(
        number=number,
        title=requisition.title,
        organization=tenant,
        company=requisition.company_name or tenant.name,
        place=requisition.job_location,
        workplace=said["workplace_type"],
        kind=kind,
        employment=employment,
        salary=requisition.salary_range,
        about=requisition.job_description,
        lists=(
            ("Responsibilities", requisition.responsibilities),
            ("Requirements", requisition.requirements),
        ),
        until=requisition.deadline_date,
        posted_at=requisition.published_at or requisition.created_at,
        updated_at=requisition.updated_at,
        reference=f"{requisition.code} ({requisition.requisition_number})",
        requisition=requisition,
    )


def _words_of(kind: JobType) -> tuple[str, str]:
    return JOB_TYPES[kind], _EMPLOYMENT[kind]
