"""The jobs of one tenant."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from trellis.domain.jobs.queries.board import on_board
from trellis.web.jobs.pages import listed, render_public, tenant_or_404


@require_safe
def tenant(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """Show a tenant and the jobs that it has open, the newest first."""
    found = tenant_or_404(tenant_id)
    jobs = on_board(timezone.now(), organization_id=tenant_id)
    context = {"tenant": found, **listed(jobs, request.GET.get("page", "1"))}
    return render_public(request, "web/jobs/tenant.html", context)
