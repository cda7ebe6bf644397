"""One job: what is public of it, who hires, until when, and where to apply."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from trellis.domain.jobs.queries.board import once_on_board, posting_of
from trellis.domain.jobs.refusals import NoPosting
from trellis.domain.jobs.rules.openness import is_open
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries import published
from trellis.domain.requisitions.queries.compliance import items_of
from trellis.web.frame.pages import render_page
from trellis.web.jobs.pages import render_public
from trellis.web.jobs.posting import posting_element
from trellis.web.jobs.shown import Shown, of_requisition, shown
from trellis.web.jobs.words import POSITION_TYPES, WORKPLACES, deadline_in_words, is_over


@require_safe
def job(request: HttpRequest, unique_link: str) -> HttpResponse:
    """Show a published requisition; what was one once is 410, for search engines to forget, and else 404."""
    found = published.published_by_link(unique_link)
    if found is not None:
        posting = posting_of(found)
        about = of_requisition(found, number=posting.pk if posting else None)
        return _page(request, about, {**_of_requisition(found), "facts": _facts_of_requisition(about, found)})
    gone = published.once_published(unique_link)
    if gone is None:
        raise Http404
    return _gone(request, gone.organization)


@require_safe
def job_post(request: HttpRequest, number: int) -> HttpResponse:
    """Show a job post, likewise; a requisition's posting has the page of that."""
    try:
        posting = once_on_board(number)
    except NoPosting:
        raise Http404 from None
    if not is_open(posting):
        return _gone(request, posting.organization)
    about = shown(posting)
    if posting.requisition is not None:
        return redirect(about.path)
    visa = "A work visa is required" if posting.visa_required else ""
    return _page(request, about, {"facts": [*_facts(about), ("Visa", visa)]})


def _page(request: HttpRequest, about: Shown, more: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    context = {
        "job": about,
        "tenant": about.organization,
        "is_over": is_over(about.until, now),
        "deadline": deadline_in_words(about.until, now),
        "badges": [WORKPLACES[about.workplace], about.kind],
        "posting": posting_element(about),
        **more,
    }
    context["facts"] = [(label, value) for label, value in context["facts"] if value]
    return render_public(request, "web/jobs/job.html", context)


def _gone(request: HttpRequest, tenant: Organization) -> HttpResponse:
    return render_page(request, "web/jobs/gone.html", {"tenant": tenant}, status=410)


def _of_requisition(job: Requisition) -> dict[str, Any]:
    return {
        "texts": [
            ("Qualification", job.qualification_requirement),
            ("Experience", job.experience_requirement),
        ],
        "documents": job.documents_required,
        "checks": items_of(job).only("name", "description", "required"),
        "application_code": job.application_code,
    }


def _facts(about: Shown) -> list[tuple[str, str]]:
    """Return what is known of the job in a few words each."""
    return [("Location", about.place), ("Salary", about.salary), ("Reference", about.reference)]


def _facts_of_requisition(about: Shown, job: Requisition) -> list[tuple[str, str]]:
    location, salary, reference = _facts(about)
    return [
        location,
        salary,
        ("Position", POSITION_TYPES.get(job.position_type, "")),
        ("People wanted", str(job.number_of_candidates)),
        ("Urgency", job.get_urgency_level_display()),
        ("Applications so far", str(job.num_of_applications)),
        reference,
    ]
