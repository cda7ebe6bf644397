"""The board: what is published by all tenants and takes applications today."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from trellis.domain.requisitions.queries import published
from trellis.domain.requisitions.rules.choices import JobType, LocationType
from trellis.domain.requisitions.rules.limits import LONGEST_PUBLIC_SEARCH
from trellis.web.jobs.pages import page_of, render_public
from trellis.web.jobs.words import JOB_TYPES, LOCATION_TYPES, counted


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the jobs that fit what is looked for, the newest first."""
    asked = _asked(request)
    jobs = published.matching(published.accepting(published.today(timezone.now())), asked["q"])
    for name in ("location_type", "job_type"):
        if asked[name]:
            jobs = jobs.filter(**{name: asked[name]})
    page = page_of(jobs, request.GET.get("page", "1"))
    context = {
        **asked,
        "longest_q": LONGEST_PUBLIC_SEARCH,
        "page": page,
        "told": counted(page),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "location_types": LOCATION_TYPES.items(),
        "job_types": JOB_TYPES.items(),
    }
    return render_public(request, "web/jobs/board.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    """Return what is looked for, cleaned of what cannot be asked."""
    place, kind = request.GET.get("location_type", ""), request.GET.get("job_type", "")
    return {
        "q": request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_PUBLIC_SEARCH],
        "location_type": place if place in LocationType.values else "",
        "job_type": kind if kind in JobType.values else "",
    }
