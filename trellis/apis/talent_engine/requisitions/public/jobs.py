"""Published jobs, for anybody: never who asked for them, why, or who approves (talent-engine-api.md)."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from trellis.apis.talent_engine.base import PublicView
from trellis.apis.talent_engine.requisitions.public.output import (
    JOBS,
    SHORT_JOBS,
    PublicJobSerializer,
    PublicJobsOutput,
    PublicTenantSerializer,
    TenantJobsOutput,
)
from trellis.core.http.caching import cacheable
from trellis.core.paging.numbered import NumberedPageQuery, NumberedPages
from trellis.core.rendering import CompiledPage
from trellis.domain.organizations.queries import organization_with
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries import published


class PublicJobView(PublicView):
    """What anybody may read. A token is not looked at, so that one answer can be kept for all."""

    authentication_classes = ()


class PublishedJobsView(PublicJobView):
    """`requisitions/public/published/`."""

    @extend_schema(
        operation_id="api_talent_engine_public_jobs_list",
        parameters=[NumberedPageQuery],
        responses=PublicJobsOutput,
    )
    def get(self, request: Request) -> HttpResponse:
        """List the published jobs of all tenants that take applications today, the newest first."""
        return respond_publicly(JOBS, published.accepting(published.today(timezone.now())), request=request)


class UpcomingJobsView(PublicJobView):
    """`requisitions/upcoming/public/jobs/`."""

    @extend_schema(
        operation_id="api_talent_engine_upcoming_jobs_list",
        parameters=[NumberedPageQuery],
        responses=PublicJobsOutput,
    )
    def get(self, request: Request) -> HttpResponse:
        """List the published jobs that have a deadline which is yet to come, the nearest first."""
        return respond_publicly(JOBS, published.upcoming(published.today(timezone.now())), request=request)


class TenantJobsView(PublicJobView):
    """`requisitions/public/published/<tenant uuid>/`."""

    @extend_schema(parameters=[NumberedPageQuery], responses=TenantJobsOutput)
    def get(self, request: Request, tenant_id: UUID) -> HttpResponse:
        """Show a tenant with its published jobs that take applications today, the newest first."""
        tenant = organization_with(tenant_id)
        jobs = published.accepting(published.today(timezone.now())).filter(organization_id=tenant_id)
        card = PublicTenantSerializer(tenant).data
        return respond_publicly(SHORT_JOBS, jobs, request=request, tenant=card)


class JobByLinkView(PublicJobView):
    """`requisitions/by-link/<unique link>/`."""

    @extend_schema(responses=PublicJobSerializer)
    def get(self, request: Request, unique_link: str) -> HttpResponse:
        """Show one published job, also after its deadline; one that is closed is not found."""
        job = published.published_by_link(unique_link)
        if job is None:
            raise exceptions.NotFound
        body = JOBS.render([job.pk]).removeprefix(b"[").removesuffix(b"]")
        return cacheable(request, HttpResponse(body, content_type="application/json"))


def respond_publicly(
    compiled: CompiledPage, rows: QuerySet[Requisition], *, request: Request, **first: Any
) -> HttpResponse:
    """Return the page that the request asks for as {count, results}, after what `first` holds.

    The document prints no `next` and `previous` here: they are in the `Link` header (RFC 8288).
    """
    pages = NumberedPages()
    ids = pages.paginate_queryset(rows.values_list("pk", flat=True), request)
    envelope: dict[str, Any] = pages.get_paginated_response([]).data
    head = JSONRenderer().render({**first, "count": envelope["count"]})
    body = b'%b,"results":%b}' % (head[:-1], compiled.render(ids or ()))
    response = cacheable(request, HttpResponse(body, content_type="application/json"))
    beside = {"prev": envelope["previous"], "next": envelope["next"]}
    links = [f'<{address}>; rel="{name}"' for name, address in beside.items() if address]
    if links:
        response["Link"] = ", ".join(links)
    return response
