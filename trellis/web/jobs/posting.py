"""A job as schema.org's JobPosting, which search engines read in its page."""

import json
from datetime import UTC, datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from trellis.core.rendering.media import media_url
from trellis.domain.jobs.rules.choices import WorkplaceType
from trellis.web.components.data_blocks import HARMLESS
from trellis.web.jobs.place import Place, place_of
from trellis.web.jobs.salary import salary_of
from trellis.web.jobs.shown import Shown


def posting_element(job: Shown) -> SafeString:
    """Return the data block for the page. It is no script: browsers run nothing in it.

    Empty for a job of which not all is known that search engines demand: they would report it as broken.
    """
    about = posting(job)
    if about is None:
        return SafeString("")
    text = json.dumps(about, ensure_ascii=False).translate(HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (nothing to escape is left)


def posting(job: Shown) -> dict[str, Any] | None:
    """Return the JobPosting; what is not known is not there. None where it would lack what it must have.

    It must say what the job is, and in which country it is done: on the spot, or by whoever lives there.
    """
    place, description = place_of(job.place), _description_of(job)
    if place is None or not description:
        return None
    is_remote = job.workplace is WorkplaceType.REMOTE
    known = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": job.title,
        "description": description,
        "datePosted": job.posted_at.date().isoformat(),
        "validThrough": _last_moment(job),
        "employmentType": job.employment,
        "hiringOrganization": _organization(job),
        "jobLocation": {"@type": "Place", "address": _address(place)},
        "jobLocationType": "TELECOMMUTE" if is_remote else None,
        "applicantLocationRequirements": _country(place) if is_remote else None,
        "identifier": {"@type": "PropertyValue", "name": job.organization.name, "value": _code_of(job)},
        "url": job.address,
        "directApply": True,
        "totalJobOpenings": job.requisition and job.requisition.number_of_candidates,
        "baseSalary": salary_of(job.salary),
    }
    return {name: value for name, value in known.items() if value not in (None, "")}


def _last_moment(job: Shown) -> str | None:
    if isinstance(job.until, datetime):
        return f"{job.until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{job.until.isoformat()}T23:59:59Z" if job.until else None


def _code_of(job: Shown) -> str:
    return job.requisition.code if job.requisition else job.reference


def description_html(job: Shown) -> str:
    """Return what the job is about, or else its title, as a piece of HTML for programs that show such."""
    return _description_of(job) or f"<p>{escape(job.title)}</p>"


def _description_of(job: Shown) -> str:
    paragraphs = [f"<p>{escape(part)}</p>" for part in job.about.split("\n") if part.strip()]
    lists = [
        f"<h2>{heading}</h2><ul>{''.join(f'<li>{escape(str(each))}</li>' for each in entries)}</ul>"
        for heading, entries in job.lists
        if entries
    ]
    return "".join([*paragraphs, *lists])


def _address(place: Place) -> dict[str, Any]:
    """Return the place as it was written: which of its words are a street or a region, nobody has said."""
    locality = {"addressLocality": place.locality} if place.locality else {}
    return {"@type": "PostalAddress", **locality, "addressCountry": place.country}


def _country(place: Place) -> dict[str, Any]:
    return {"@type": "Country", "name": place.country_name}


def _organization(job: Shown) -> dict[str, Any]:
    logo = media_url(job.organization.logo.name, absolute=True)
    about = {"@type": "Organization", "name": job.company}
    if job.organization.domain:
        about["sameAs"] = f"https://{job.organization.domain}"
    return {**about, "logo": logo} if logo else about
