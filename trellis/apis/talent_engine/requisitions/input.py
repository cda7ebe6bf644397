"""What a request says of a requisition. What is not named here (codes, people, counters) is ignored."""

from typing import Any

from django.db import models
from rest_framework import serializers

from trellis.core.http.input import Input, ModelInput
from trellis.core.writing.fields import AddressField, LineField, TextField
from trellis.domain.accounts.rules import LONGEST_EMAIL
from trellis.domain.approvals.rules.limits import (
    LONGEST_STAGE_NAME,
    MOST_APPROVERS,
    MOST_STAGES,
    are_told_apart,
)
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rules import limits
from trellis.domain.requisitions.rules.choices import (
    CheckStatus,
    ForRole,
    JobType,
    LocationType,
    PositionType,
    Status,
    Urgency,
)

_CHECK_STATUSES = CheckStatus.values
_LONGEST_ID = 18  # digits that surely fit a bigint
# The document sends the first and prints the second (docs/decisions/requisitions.md).
_SHORT_NAMES = {"curriculum vitae (cv)": "CV", "curriculum vitae": "CV", "cv": "CV"}


class _Texts(serializers.ListField):
    """A list of short texts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            child=TextField(max_length=limits.LONGEST_ITEM),
            max_length=limits.MOST_ITEMS,
            **options,
        )


class _JobType(serializers.ChoiceField):
    """Refused in one sentence alone: for this very field the document prints the whole answer."""

    is_refused_as_printed = True


class StageInput(Input):
    """A stage of an approval: whose word it takes. The addresses need not be members'."""

    name = LineField(max_length=LONGEST_STAGE_NAME)
    approvers = serializers.ListField(
        child=AddressField(max_length=LONGEST_EMAIL), max_length=MOST_APPROVERS, default=list
    )
    required = serializers.BooleanField(default=True)  # type: ignore[assignment]


class WorkflowInput(Input):
    """The stages of an approval, in order."""

    stages = serializers.ListField(child=StageInput(), max_length=MOST_STAGES, default=list)

    def validate_stages(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the stages; raise ValidationError for two of one name, which could not be told apart."""
        if not are_told_apart(stage["name"] for stage in value):
            raise serializers.ValidationError("Two stages have the same name.")
        return [dict(stage) for stage in value]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the stages, none where nothing is said of them, also in a change."""
        return {"stages": [], **attrs}


class CheckInput(Input):
    """A check that a hire has to pass."""

    name = LineField(max_length=limits.LONGEST_CHECK_NAME)
    description = TextField(max_length=limits.LONGEST_TEXT, allow_blank=True, default="")
    required = serializers.BooleanField(default=True)  # type: ignore[assignment]


class RequisitionFields(ModelInput):
    """The fields that making and changing a requisition have in common."""

    title = LineField(max_length=limits.LONGEST_TITLE)
    job_type = _JobType(choices=JobType.choices)
    position_type = serializers.ChoiceField(choices=PositionType.choices)
    location_type = serializers.ChoiceField(choices=LocationType.choices)
    role = serializers.ChoiceField(choices=ForRole.choices, required=False)
    urgency_level = serializers.ChoiceField(choices=Urgency.choices, required=False)
    number_of_candidates = serializers.IntegerField(
        min_value=limits.CANDIDATES.least, max_value=limits.CANDIDATES.most, required=False
    )
    job_description = TextField(max_length=limits.LONGEST_DESCRIPTION, allow_blank=True, required=False)
    requirements = _Texts(required=False)
    responsibilities = _Texts(required=False)
    documents_required = _Texts(required=False)
    approval_workflow = WorkflowInput(required=False)

    # What is not named above is of one line or of many as its column is.
    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: LineField,
        models.TextField: TextField,
    }

    class Meta:
        model = Requisition
        fields = [
            *("title", "job_type", "position_type", "location_type", "job_description", "requirements"),
            *("responsibilities", "qualification_requirement", "experience_requirement"),
            *("knowledge_requirement", "number_of_candidates", "urgency_level", "company_name"),
            *("company_address", "job_location", "interview_location", "salary_range", "deadline_date"),
            *("start_date", "reason", "comment", "role", "documents_required", "approval_workflow"),
        ]
        extra_kwargs = {
            name: {"max_length": limits.LONGEST_TEXT}
            for name in (
                *("qualification_requirement", "experience_requirement", "knowledge_requirement"),
                *("reason", "comment"),
            )
        }

    def get_validators(self) -> list[Any]:
        """Return none: what the tables demand of several fields is checked here or by the services."""
        return []

    def validate_documents_required(self, value: list[str]) -> list[str]:
        """Return the documents by their short names, each once."""
        return list(dict.fromkeys(_SHORT_NAMES.get(name.casefold(), name) for name in value))


class RequisitionInput(RequisitionFields):
    """A requisition that is to be made."""

    status = serializers.ChoiceField(
        choices=[Status.DRAFT.value, Status.PENDING.value],
        default=Status.DRAFT.value,
        help_text="`pending` submits it at once.",
    )
    compliance_checklist = serializers.ListField(
        child=CheckInput(), max_length=limits.MOST_CHECKS, required=False
    )

    class Meta(RequisitionFields.Meta):
        fields = [*RequisitionFields.Meta.fields, "status", "compliance_checklist"]


class RequisitionChanges(RequisitionFields):
    """What is to be changed of a requisition, which step it is to take, and whether everybody sees it."""

    status = serializers.ChoiceField(choices=Status.choices, required=False)
    approved_by_id = serializers.IntegerField(
        min_value=limits.MEMBER_IDS.least,
        max_value=limits.MEMBER_IDS.most,
        required=False,
        allow_null=True,
        help_text="Whose approval it is, where it is not the caller's own; read with a step that decides.",
    )
    approval_date = serializers.DateTimeField(required=False, allow_null=True)
    publish_status = serializers.BooleanField(required=False)

    class Meta(RequisitionFields.Meta):
        fields = [
            *RequisitionFields.Meta.fields,
            *("status", "approved_by_id", "approval_date", "publish_status"),
        ]


class StageDecisionInput(Input):
    """The caller's word on one stage; without a name it is the next that is theirs."""

    # DRF's own message would repeat what was sent.
    decision = serializers.ChoiceField(
        choices=Ruling.values, error_messages={"invalid_choice": "Must be approved or rejected."}
    )
    stage = LineField(max_length=LONGEST_STAGE_NAME, required=False, allow_null=True, allow_blank=True)
    comment = TextField(max_length=limits.LONGEST_TEXT, required=False, allow_blank=True, default="")


class ComplianceChanges(Input):
    """Some of a check. With status `completed` and no checker, the caller is the checker."""

    name = LineField(max_length=limits.LONGEST_CHECK_NAME, required=False)
    description = TextField(max_length=limits.LONGEST_TEXT, required=False, allow_blank=True)
    required = serializers.BooleanField(required=False)  # type: ignore[assignment]
    status = serializers.ChoiceField(
        choices=CheckStatus.choices,
        required=False,
        error_messages={"invalid_choice": f"Must be one of: {', '.join(_CHECK_STATUSES)}."},
    )
    checked_by_id = serializers.CharField(required=False, allow_null=True)
    checked_at = serializers.DateTimeField(required=False, allow_null=True)
    notes = TextField(max_length=limits.LONGEST_TEXT, required=False, allow_blank=True)

    def validate_checked_by_id(self, value: str | None) -> int | None:
        """Return the id as a number; raise ValidationError for what cannot be one."""
        if value is None:
            return None
        if not (value.isascii() and value.isdecimal() and len(value) <= _LONGEST_ID):
            raise serializers.ValidationError("There is no such member.")
        return int(value)


class ComplianceInput(ComplianceChanges):
    """A new check."""

    name = LineField(max_length=limits.LONGEST_CHECK_NAME)


class IdsInput(Input):
    """Which requisitions."""

    ids = serializers.ListField(
        child=serializers.CharField(max_length=limits.LONGEST_CODE),
        min_length=limits.AT_ONCE.least,
        max_length=limits.AT_ONCE.most,
    )
