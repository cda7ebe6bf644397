"""One job: what is public of it, who hires, until when, and how to apply."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries import published
from trellis.domain.requisitions.queries.compliance import items_of
from trellis.web.frame.pages import render_page
from trellis.web.jobs.pages import company_of, job_url, posted_at, render_public
from trellis.web.jobs.posting import posting_element
from trellis.web.jobs.words import JOB_TYPES, LOCATION_TYPES, POSITION_TYPES, deadline_in_words


@require_safe
def job(request: HttpRequest, unique_link: str) -> HttpResponse:
    """Show a published job; what was one once is 410, for search engines to forget, and else 404."""
    found = published.published_by_link(unique_link)
    if found is not None:
        return render_public(request, "web/jobs/job.html", _context(found))
    gone = published.once_published(unique_link)
    if gone is None:
        raise Http404
    return render_page(request, "web/jobs/gone.html", {"tenant": gone.organization}, status=410)


def _context(job: Requisition) -> dict[str, Any]:
    today = published.today(timezone.now())
    return {
        "job": job,
        "tenant": job.organization,
        "company": company_of(job),
        "address": job_url(job),
        "posted_on": posted_at(job),
        "is_over": job.deadline_date is not None and job.deadline_date < today,
        "deadline": deadline_in_words(job.deadline_date, today),
        "badges": [LOCATION_TYPES.get(job.location_type), JOB_TYPES.get(job.job_type)],
        "facts": _facts(job),
        "lists": [
            ("Responsibilities", job.responsibilities),
            ("Requirements", job.requirements),
        ],
        "texts": [
            ("Qualification", job.qualification_requirement),
            ("Experience", job.experience_requirement),
        ],
        "checks": items_of(job).only("name", "description", "required"),
        "posting": posting_element(job),
    }


def _facts(job: Requisition) -> list[tuple[str, str]]:
    """Return what is known of the job in a few words each."""
    facts = [
        ("Location", job.job_location),
        ("Salary", job.salary_range),
        ("Position", POSITION_TYPES.get(job.position_type, "")),
        ("People wanted", str(job.number_of_candidates)),
        ("Urgency", job.get_urgency_level_display()),
        ("Applications so far", str(job.num_of_applications)),
        ("Reference", f"{job.code} ({job.requisition_number})"),
    ]
    return [(label, value) for label, value in facts if value]
