"""What the pages of jobs share: how they are answered, listed and addressed."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from trellis.core.http.caching import cacheable
from trellis.domain.jobs.models import Posting
from trellis.domain.organizations.models import Organization
from trellis.domain.organizations.queries import organization_with
from trellis.domain.organizations.refusals import UnknownOrganization
from trellis.web.frame.pages import render_page
from trellis.web.jobs.shown import shown
from trellis.web.jobs.words import counted

_PAGE = 20


def render_public(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with a page that everybody gets alike; browsers and proxies keep it for a moment."""
    return cacheable(request, render_page(request, template, {"here": address_of(request), **context}))


def address_of(request: HttpRequest) -> str:
    """Return the address at which people outside reach this page."""
    return f"{settings.TRELLIS_PUBLIC_URL}{request.path}"


def listed(jobs: QuerySet[Posting], number: str) -> dict[str, Any]:
    """Return a page of jobs for the template; the nearest one where there is none of the number."""
    page: Page[Posting] = Paginator(jobs, _PAGE).get_page(number)
    return {"page": page, "jobs": [shown(posting) for posting in page], "told": counted(page)}


def tenant_or_404(tenant_id: UUID) -> Organization:
    """Return the tenant; raise Http404."""
    try:
        return organization_with(tenant_id)
    except UnknownOrganization:
        raise Http404 from None
