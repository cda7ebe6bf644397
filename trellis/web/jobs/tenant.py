"""The jobs of one tenant."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from trellis.domain.requisitions.queries import published
from trellis.web.jobs.pages import page_of, render_public, tenant_or_404
from trellis.web.jobs.words import counted


@require_safe
def tenant(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """Show a tenant and what it publishes, the newest first."""
    found = tenant_or_404(tenant_id)
    jobs = published.accepting(published.today(timezone.now())).filter(organization_id=tenant_id)
    page = page_of(jobs, request.GET.get("page", "1"))
    context = {"tenant": found, "page": page, "told": counted(page)}
    return render_public(request, "web/jobs/tenant.html", context)
