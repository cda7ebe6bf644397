"""Where search engines find the pages of jobs."""

from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from trellis.core.http.caching import cacheable
from trellis.core.links import link_to
from trellis.domain.jobs.queries.board import on_board

# A sitemap may name 50,000 pages; beyond so many new jobs an index of several would be due.
_MOST = 10_000
_FRESH_SECONDS = 3600
_NEEDED = ("pk", "requisition__unique_link", "updated_at", "organization_id")
_ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /api/
Disallow: /dev/
Disallow: /meet/
Disallow: /jobs/*/apply

Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell programs that read the site where they need not look, and where the sitemap is."""
    text = _ROBOTS.format(sitemap=link_to("web:jobs-sitemap"))
    whole = HttpResponse(text, content_type="text/plain; charset=utf-8")
    return cacheable(request, whole, seconds=_FRESH_SECONDS)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the board, the tenants that have jobs, and the newest jobs."""
    whole = HttpResponse("\n".join(_sitemap()), content_type="application/xml; charset=utf-8")
    return cacheable(request, whole, seconds=_FRESH_SECONDS)


def _sitemap() -> Iterator[str]:
    rows = list(on_board(timezone.now()).values_list(*_NEEDED)[:_MOST])
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    board = link_to("web:jobs")
    yield f"<url><loc>{escape(board)}</loc></url>"
    for tenant_id in dict.fromkeys(row[3] for row in rows):
        yield f"<url><loc>{escape(link_to('web:jobs-of-tenant', tenant_id=tenant_id))}</loc></url>"
    for number, unique_link, updated_at, _ in rows:
        # Asking `reverse` for each of thousands takes most of the time.
        address = escape(f"{board}{quote(unique_link or str(number))}")
        yield f"<url><loc>{address}</loc><lastmod>{updated_at:%Y-%m-%d}</lastmod></url>"
    yield "</urlset>"
