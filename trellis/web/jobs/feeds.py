"""A tenant's jobs for programs: RSS for readers, and the XML that job boards take in."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_safe

from trellis.core.http.caching import cacheable
from trellis.core.links import link_to
from trellis.domain.jobs.queries.board import on_board
from trellis.domain.jobs.rules.choices import WorkplaceType
from trellis.domain.organizations.models import Organization
from trellis.web.jobs.pages import address_of, tenant_or_404
from trellis.web.jobs.posting import description_html
from trellis.web.jobs.shown import Shown, shown
from trellis.web.jobs.words import WORKPLACES

_NEWEST = 50  # in RSS
_MOST = 1000  # for job boards
_FRESH_SECONDS = 300
_REMOTE_TYPES = {WorkplaceType.REMOTE: "Fully remote", WorkplaceType.HYBRID: "Hybrid remote"}
# What XML 1.0 cannot hold, however it is written.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@require_safe
def rss(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """Send a tenant's newest jobs as RSS 2.0."""
    tenant = tenant_or_404(tenant_id)
    jobs = _jobs_of(tenant, _NEWEST)
    feed = _Rss(
        title=legal(f"Jobs at {tenant.name}"),
        link=link_to("web:jobs-of-tenant", tenant_id=tenant.pk),
        description=legal(f"What {tenant.name} publishes on Trellis."),
        feed_url=address_of(request),
        language="en",
        updated=_last_change(tenant, jobs),
    )
    for job in jobs:
        feed.add_item(**_item(job))
    return _sent(request, feed.writeString("utf-8"), "application/rss+xml; charset=utf-8")


@require_safe
def xml(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """Send a tenant's jobs as job boards read them: <source> with a <job> for each."""
    tenant = tenant_or_404(tenant_id)
    text = "\n".join(_source(tenant, _jobs_of(tenant, _MOST)))
    return _sent(request, text, "application/xml; charset=utf-8")


def legal(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return _ILLEGAL.sub("", text)


class _Rss(Rss201rev2Feed):
    """RSS whose date is that of its last change: Django's own would be now where nothing is published."""

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated


def _jobs_of(tenant: Organization, most: int) -> list[Shown]:
    return [shown(posting) for posting in on_board(timezone.now(), organization_id=tenant.pk)[:most]]


def _last_change(tenant: Organization, jobs: list[Shown]) -> datetime:
    return max((job.updated_at for job in jobs), default=tenant.created_at)


def _item(job: Shown) -> dict[str, Any]:
    return {
        "title": legal(job.title),
        "link": job.address,
        "description": legal(description_html(job)),
        "pubdate": job.posted_at,
        "unique_id": job.address,
        "unique_id_is_permalink": True,
        "categories": [job.kind, WORKPLACES[job.workplace]],
    }


def _source(tenant: Organization, jobs: list[Shown]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield "<source>"
    yield f"<publisher>{escape(legal(tenant.name))}</publisher>"
    if tenant.domain:
        yield f"<publisherurl>{escape(legal(f'https://{tenant.domain}'))}</publisherurl>"
    yield f"<lastBuildDate>{format_datetime(_last_change(tenant, jobs))}</lastBuildDate>"
    for job in jobs:
        yield "<job>"
        for name, value in _elements(job).items():
            yield f"<{name}>{_cdata(value)}</{name}>"
        yield "</job>"
    yield "</source>"


def _elements(job: Shown) -> dict[str, str]:
    """Return what job boards know of a job, by their names; what is not known is not there."""
    of_requisition = job.requisition
    known = {
        "title": job.title,
        "date": format_datetime(job.posted_at),
        "referencenumber": of_requisition.code if of_requisition else job.reference,
        "requisitionid": of_requisition.requisition_number if of_requisition else "",
        "url": job.address,
        "company": job.company,
        "sourcename": job.organization.name,
        "city": job.place,
        "description": description_html(job),
        "salary": job.salary,
        "jobtype": job.kind.lower().replace(" ", ""),
        "remotetype": _REMOTE_TYPES.get(job.workplace, ""),
        "experience": of_requisition.experience_requirement if of_requisition else "",
        "education": of_requisition.qualification_requirement if of_requisition else "",
        "expirationdate": job.until.isoformat() if job.until else "",
    }
    return {name: value for name, value in known.items() if value}


def _cdata(text: str) -> str:
    """Return the text as CDATA; where it holds the end of one, that is taken apart."""
    return f"<![CDATA[{legal(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _sent(request: HttpRequest, text: str, kind: str) -> HttpResponse:
    return cacheable(request, HttpResponse(text, content_type=kind), seconds=_FRESH_SECONDS)
