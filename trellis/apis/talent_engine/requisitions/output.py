"""Requisitions as this door prints them: one form for each kind of answer in talent-engine-api.md."""

from typing import Any

from rest_framework import serializers

from trellis.apis.talent_engine.base import DoorSerializer
from trellis.apis.talent_engine.people import Person, PersonOutput
from trellis.core.rendering import Computed, Milliseconds, Nest, compile_page
from trellis.domain.approvals.rules.stages import StageState
from trellis.domain.requisitions.models import ComplianceItem, Requisition

_NAMES = ["id", "requisition_number", "job_requisition_code"]
_KINDS = ["job_type", "position_type", "location_type"]
_WORK = ["job_description", "requirements"]
_PLACE = ["company_name", "job_location", "salary_range"]
_TIMES = ["created_at", "updated_at"]


class PersonId(Computed):
    """The key of who stands in a foreign key to accounts, as a text; null for nobody."""

    output = serializers.CharField(allow_null=True)

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = f"{column}_id"
        self.sql = f"{{{self.column}}}::text"  # type: ignore[misc]

    def compute(self, row: Any) -> str | None:
        """Return the key."""
        key = getattr(row, self.column)
        return None if key is None else str(key)


class ChecklistItemSerializer(DoorSerializer):
    """A check, as it stands in its requisition."""

    class Meta:
        model = ComplianceItem
        fields = ["id", "name", "description", "required", "status"]


class _Names(DoorSerializer):
    id = serializers.CharField(source="code")
    job_requisition_code = serializers.CharField(source="code")
    tenant_id = serializers.UUIDField(source="organization_id")
    requested_by_id = PersonId("requested_by")
    created_by_id = PersonId("created_by")


class RequisitionListItemSerializer(_Names):
    """A requisition in a list."""

    updated_by_id = PersonId("updated_by")
    requested_by = Person("requested_by")
    created_by = Person("created_by")
    updated_by = Person("updated_by")

    class Meta:
        model = Requisition
        fields = [
            *_NAMES,
            *("tenant_id", "title", "unique_link", "status", "role"),
            *("requested_by_id", "created_by_id", "updated_by_id"),
            *("requested_by", "created_by", "updated_by"),
            *_KINDS,
            *("number_of_candidates", "urgency_level"),
            *_PLACE,
            *("deadline_date", "requested_date", "publish_status", "is_deleted"),
            *_TIMES,
        ]


class BulkCreatedSerializer(_Names):
    """One of many requisitions that were just made."""

    job_application_code = serializers.CharField(source="application_code")

    class Meta:
        model = Requisition
        fields = [
            *_NAMES,
            *("job_application_code", "tenant_id", "title", "unique_link", "status", "role"),
            *("requested_by_id", "created_by_id"),
            *_KINDS,
            *_WORK,
            *("number_of_candidates", "urgency_level"),
            *_PLACE,
            "requested_date",
            *_TIMES,
        ]


class CreatedSerializer(RequisitionListItemSerializer):
    """A requisition that was just made."""

    job_application_code = serializers.CharField(source="application_code")
    tenant_domain = serializers.CharField(source="organization.domain")
    compliance_checklist = Nest(
        ChecklistItemSerializer, source="compliance_items", order_by=["position", "id"]
    )

    class Meta:
        model = Requisition
        fields = [
            *_NAMES,
            *("job_application_code", "tenant_id", "tenant_domain", "title", "unique_link", "status", "role"),
            *("requested_by_id", "created_by_id", "updated_by_id"),
            *("requested_by", "created_by", "updated_by"),
            *_KINDS,
            *_WORK,
            *("responsibilities", "qualification_requirement", "experience_requirement"),
            *("knowledge_requirement", "number_of_candidates", "urgency_level"),
            *("company_name", "company_address", "job_location", "salary_range", "deadline_date"),
            *("start_date", "reason", "comment", "documents_required", "compliance_checklist"),
            *("approval_workflow", "requested_date", "publish_status", "is_deleted"),
            *_TIMES,
        ]


class RequisitionSerializer(CreatedSerializer):
    """All of a requisition: what its making answers, and what came after."""

    approved_by_id = PersonId("approved_by")
    approved_by = Person("approved_by")

    class Meta:
        model = Requisition
        fields = [
            *CreatedSerializer.Meta.fields,
            *("interview_location", "approved_by_id", "approved_by", "approval_date"),
            *("published_at", "num_of_applications"),
        ]


class DeletedSerializer(DoorSerializer):
    """A softly deleted requisition."""

    id = serializers.CharField(source="code")

    class Meta:
        model = Requisition
        fields = ["id", "title", "is_deleted", "deleted_at"]


class ApprovalStageOutput(serializers.Serializer[Any]):
    """One stage of the approval."""

    name = serializers.CharField()
    approvers = serializers.ListField(child=serializers.CharField())
    required = serializers.BooleanField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=[str(state) for state in StageState])
    decided_by = PersonOutput(allow_null=True)
    decided_at = Milliseconds(allow_null=True)
    comment = serializers.CharField(allow_null=True)


class ApprovalsOutput(serializers.Serializer[Any]):
    """Where the approval stands in its present round; `can_decide` speaks of the caller, now."""

    round = serializers.IntegerField()
    status = serializers.CharField(help_text="The requisition's.")
    next_stage = serializers.CharField(allow_null=True)
    can_decide = serializers.BooleanField()
    stages = ApprovalStageOutput(many=True)


class ComplianceItemSerializer(DoorSerializer):
    """A check as the document prints it: without its notes."""

    checked_by_id = serializers.CharField(allow_null=True, read_only=True)

    class Meta:
        model = ComplianceItem
        fields = ["id", "name", "description", "required", "status", "checked_by_id", "checked_at"]


class ComplianceItemDetailSerializer(ComplianceItemSerializer):
    """A check with its notes, for what the document does not print."""

    class Meta(ComplianceItemSerializer.Meta):
        fields = [*ComplianceItemSerializer.Meta.fields, "notes"]


LISTED = compile_page(RequisitionListItemSerializer)
BULK_CREATED = compile_page(BulkCreatedSerializer)
DELETED = compile_page(DeletedSerializer)
ITEMS = compile_page(ComplianceItemDetailSerializer)
