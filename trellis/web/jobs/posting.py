"""A job as schema.org's JobPosting, which search engines read in its page."""

import json
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from trellis.core.rendering.media import media_url
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rules.choices import JobType, LocationType
from trellis.web.jobs.pages import company_of, job_url, posted_at
from trellis.web.jobs.salary import salary_of

_EMPLOYMENT: dict[str, str] = {
    JobType.FULL_TIME: "FULL_TIME",
    JobType.PART_TIME: "PART_TIME",
    JobType.CONTRACT: "CONTRACTOR",
    JobType.FREELANCE: "CONTRACTOR",
    JobType.INTERNSHIP: "INTERN",
    JobType.TEMPORARY: "TEMPORARY",
}
# In a script element even text ends at `</script>` and may open a comment: none of these are left.
_HARMLESS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def posting_element(job: Requisition) -> SafeString:
    """Return the data block for the page. It is no script: browsers run nothing in it."""
    text = json.dumps(posting(job), ensure_ascii=False).translate(_HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (nothing to escape is left)


def posting(job: Requisition) -> dict[str, Any]:
    """Return the JobPosting; what is not known is not there."""
    known = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": job.title,
        "description": description_html(job),
        "datePosted": posted_at(job).date().isoformat(),
        "validThrough": job.deadline_date and f"{job.deadline_date.isoformat()}T23:59:59Z",
        "employmentType": _EMPLOYMENT.get(job.job_type),
        "hiringOrganization": _organization(job),
        "jobLocation": job.job_location and {"@type": "Place", "address": job.job_location},
        "jobLocationType": "TELECOMMUTE" if job.location_type == LocationType.REMOTE else None,
        "identifier": {"@type": "PropertyValue", "name": job.organization.name, "value": job.code},
        "url": job_url(job),
        "directApply": False,
        "totalJobOpenings": job.number_of_candidates,
        "baseSalary": salary_of(job.salary_range),
    }
    return {name: value for name, value in known.items() if value not in (None, "")}


def description_html(job: Requisition) -> str:
    """Return what the job is about as a piece of HTML, for programs that show such."""
    paragraphs = [f"<p>{escape(part)}</p>" for part in job.job_description.split("\n") if part.strip()]
    lists = [
        f"<h2>{heading}</h2><ul>{''.join(f'<li>{escape(str(each))}</li>' for each in entries)}</ul>"
        for heading, entries in [
            ("Responsibilities", job.responsibilities),
            ("Requirements", job.requirements),
        ]
        if entries
    ]
    return "".join([*paragraphs, *lists]) or f"<p>{escape(job.title)}</p>"


def _organization(job: Requisition) -> dict[str, Any]:
    logo = media_url(job.organization.logo.name, absolute=True)
    about = {"@type": "Organization", "name": company_of(job)}
    if job.organization.domain:
        about["sameAs"] = f"https://{job.organization.domain}"
    return {**about, "logo": logo} if logo else about
