"""Published jobs as anybody sees them: never who asked for them, why, or who approves."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.apis.talent_engine.base import DoorSerializer
from trellis.core.rendering import Computed, MediaURL, Milliseconds, Nest, compile_page
from trellis.domain.organizations.models import Organization
from trellis.domain.organizations.rules import limits
from trellis.domain.requisitions.models import ComplianceItem, Requisition
from trellis.domain.requisitions.queries.published import stages_sql
from trellis.domain.requisitions.rules.choices import Status


class PublicWorkflow(Computed):
    """The stages by name, without who approves."""

    output = serializers.JSONField()
    sql = stages_sql("{approval_workflow}")

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

    domain = serializers.CharField(max_length=limits.LONGEST_DOMAIN, allow_null=True)
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


class CountedJobOutput(serializers.Serializer[Any]):
    """The job whose applications were counted."""

    id = serializers.CharField(source="code")
    title = serializers.CharField()
    num_of_applications = serializers.IntegerField()
    updated_at = Milliseconds()


class CountedApplicationOutput(serializers.Serializer[Any]):
    """What counting an application answers."""

    detail = serializers.CharField()
    data = CountedJobOutput()  # type: ignore[assignment]


class ClosedJobOutput(serializers.Serializer[Any]):
    """What closing answers."""

    detail = serializers.CharField()
    id = serializers.CharField()
    status = serializers.ChoiceField(choices=[str(Status.CLOSED)])


class CloseBatchOutput(serializers.Serializer[Any]):
    """Which of them are closed now, in the order of the request, and which there are none of."""

    closed_jobs = serializers.ListField(child=serializers.CharField())
    not_found_jobs = serializers.ListField(child=serializers.CharField())


JOBS = compile_page(PublicJobSerializer)
SHORT_JOBS = compile_page(ShortJobSerializer)
