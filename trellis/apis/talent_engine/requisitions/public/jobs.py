"""Published jobs, for anybody: never who asked for them, why, or who approves (talent-engine-api.md)."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import exceptions, serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from trellis.apis.talent_engine.base import DoorSerializer, PublicView
from trellis.core.caching import cacheable
from trellis.core.pages import NumberedPageQuery, NumberedPages
from trellis.core.rendering import CompiledPage, Computed, MediaURL, Nest, compile_page
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions import public
from trellis.domain.requisitions.models import ComplianceItem, Requisition


class PublicWorkflow(Computed):
    """The stages by name, without who approves."""

    output = serializers.JSONField()
    sql = """
        SELECT json_build_object('stages', coalesce(json_agg(json_build_object(
            'name', stage -> 'name', 'required', coalesce(stage -> 'required', 'true'::jsonb)
        ) ORDER BY place), '[]'::json))
        FROM jsonb_array_elements(CASE WHEN jsonb_typeof({approval_workflow} -> 'stages') = 'array'
            THEN {approval_workflow} -> 'stages' ELSE '[]'::jsonb END) WITH ORDINALITY AS given (stage, place)
    """

    def compute(self, row: Requisition) -> dict[str, Any]:
        """Return {"stages": [{"name", "required"}]}."""
        stages = row.approval_workflow.get("stages")
        return {
            "stages": [
                {"name": each.get("name"), "required": each.get("required", True)}
                for each in (stages if isinstance(stages, list) else [])
            ]
        }


class PublicStageOutput(serializers.Serializer[Any]):
    """A stage as the public sees it."""

    name = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]


class PublicWorkflowOutput(serializers.Serializer[Any]):
    """A workflow as the public sees it."""

    stages = PublicStageOutput(many=True)


class PublicCheckSerializer(DoorSerializer):
    """A check that a hire has to pass, without how far it has come."""

    class Meta:
        model = ComplianceItem
        fields = ["name", "description", "required"]


class _PublicSerializer(DoorSerializer):
    id = serializers.CharField(source="code")

    class Meta:
        model = Requisition


class PublicJobSerializer(_PublicSerializer):
    """A published job with all that is public of it."""

    job_requisition_code = serializers.CharField(source="code")
    job_application_code = serializers.CharField(source="application_code")
    tenant_id = serializers.UUIDField(source="organization_id")
    requirements = serializers.ListField(child=serializers.CharField())
    responsibilities = serializers.ListField(child=serializers.CharField())
    documents_required = serializers.ListField(child=serializers.CharField())
    compliance_checklist = Nest(PublicCheckSerializer, source="compliance_items", order_by=["position", "id"])
    approval_workflow = extend_schema_field(PublicWorkflowOutput)(PublicWorkflow)()

    class Meta(_PublicSerializer.Meta):
        fields = [
            "id",
            "requisition_number",
            "job_requisition_code",
            "job_application_code",
            "tenant_id",
            "title",
            "unique_link",
            "status",
            "job_type",
            "position_type",
            "location_type",
            "job_description",
            "requirements",
            "qualification_requirement",
            "experience_requirement",
            "number_of_candidates",
            "urgency_level",
            "company_name",
            "job_location",
            "salary_range",
            "deadline_date",
            "responsibilities",
            "documents_required",
            "compliance_checklist",
            "approval_workflow",
            "num_of_applications",
            "publish_status",
            "created_at",
        ]


class ShortJobSerializer(_PublicSerializer):
    """A published job as a tenant's list shows it."""

    class Meta(_PublicSerializer.Meta):
        fields = [
            "id",
            "title",
            "job_type",
            "location_type",
            "job_description",
            "company_name",
            "job_location",
            "salary_range",
            "deadline_date",
            "num_of_applications",
            "created_at",
        ]


class PublicTenantSerializer(serializers.ModelSerializer[Organization]):
    """What the public sees of a tenant."""

    logo_url = MediaURL(source="logo", absolute=True)

    class Meta:
        model = Organization
        fields = ["id", "name", "domain", "logo_url"]


class PublicJobsOutput(serializers.Serializer[Any]):
    """A page of jobs; the `Link` header has the addresses of the pages beside it."""

    count = serializers.IntegerField()
    results = PublicJobSerializer(many=True)


class TenantJobsOutput(serializers.Serializer[Any]):
    """A page of a tenant's jobs; the `Link` header has the addresses of the pages beside it."""

    tenant = PublicTenantSerializer()
    count = serializers.IntegerField()
    results = ShortJobSerializer(many=True)


JOBS = compile_page(PublicJobSerializer)
SHORT_JOBS = compile_page(ShortJobSerializer)


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
        return respond_publicly(JOBS, public.accepting(public.today(timezone.now())), request=request)


class UpcomingJobsView(PublicJobView):
    """`requisitions/upcoming/public/jobs/`."""

    @extend_schema(
        operation_id="api_talent_engine_upcoming_jobs_list",
        parameters=[NumberedPageQuery],
        responses=PublicJobsOutput,
    )
    def get(self, request: Request) -> HttpResponse:
        """List the published jobs that have a deadline which is yet to come, the nearest first."""
        return respond_publicly(JOBS, public.upcoming(public.today(timezone.now())), request=request)


class TenantJobsView(PublicJobView):
    """`requisitions/public/published/<tenant uuid>/`."""

    @extend_schema(parameters=[NumberedPageQuery], responses=TenantJobsOutput)
    def get(self, request: Request, tenant_id: UUID) -> HttpResponse:
        """Show a tenant with its published jobs that take applications today, the newest first."""
        tenant = Organization.objects.filter(pk=tenant_id).first()
        if tenant is None:
            raise exceptions.NotFound
        jobs = public.accepting(public.today(timezone.now())).filter(organization_id=tenant_id)
        card = PublicTenantSerializer(tenant).data
        return respond_publicly(SHORT_JOBS, jobs, request=request, tenant=card)


class JobByLinkView(PublicJobView):
    """`requisitions/by-link/<unique link>/`."""

    @extend_schema(responses=PublicJobSerializer)
    def get(self, request: Request, unique_link: str) -> HttpResponse:
        """Show one published job, also after its deadline; one that is closed is not found."""
        job = public.published_by_link(unique_link)
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
