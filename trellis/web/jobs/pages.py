"""What the pages of jobs share: how they are answered, listed and addressed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from trellis.core.http.caching import cacheable
from trellis.core.links import link_to
from trellis.domain.organizations.models import Organization
from trellis.domain.organizations.queries import organization_with
from trellis.domain.organizations.refusals import UnknownOrganization
from trellis.domain.requisitions.models import Requisition
from trellis.web.frame.pages import render_page

_PAGE = 20


def render_public(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with a page that everybody gets alike; browsers and proxies keep it for a moment."""
    return cacheable(request, render_page(request, template, {"here": address_of(request), **context}))


def address_of(request: HttpRequest) -> str:
    """Return the address at which people outside reach this page."""
    return f"{settings.TRELLIS_PUBLIC_URL}{request.path}"


def job_url(job: Requisition) -> str:
    """Return the absolute address of a job's page."""
    return link_to("web:job", unique_link=job.unique_link)


def page_of(jobs: QuerySet[Requisition], number: str) -> Page[Requisition]:
    """Return this page of jobs, with their tenants; the nearest one where there is none of the number."""
    return Paginator(jobs.select_related("organization"), _PAGE).get_page(number)


def tenant_or_404(tenant_id: UUID) -> Organization:
    """Return the tenant; raise Http404."""
    try:
        return organization_with(tenant_id)
    except UnknownOrganization:
        raise Http404 from None


def company_of(job: Requisition) -> str:
    """Return who hires: the company that the job names, or else its tenant."""
    return job.company_name or job.organization.name


def posted_at(job: Requisition) -> datetime:
    """Return when the public could first see the job."""
    return job.published_at or job.created_at


def day_in_words(day: date) -> str:
    """Write a day: 31 December 2026."""
    return f"{day.day} {day:%B %Y}"
