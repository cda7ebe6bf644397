"""What the lists of requisitions and requests are narrowed to, and so are their exports."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.core.http.input import Input, no_choice
from trellis.domain.requisitions.rules import limits as requisition_rules
from trellis.domain.requisitions.rules.choices import ForRole, JobType, LocationType, Status, Urgency
from trellis.domain.workplace.rules import kinds
from trellis.domain.workplace.rules import limits as workplace_limits

_SHOWN = 50  # characters of what is no choice


class _Choices(serializers.Field[Any, Any, Any, Any]):
    """One value or several: `status=draft,pending`, or the parameter again and again."""

    choices: Sequence[str]

    def get_value(self, dictionary: Any) -> Any:
        """Return every value that a query string, or a JSON object, gives."""
        if hasattr(dictionary, "getlist"):
            return ",".join(dictionary.getlist(self.field_name)) or serializers.empty
        given = dictionary.get(self.field_name, serializers.empty)
        is_list = isinstance(given, list) and all(isinstance(each, str) for each in given)
        return ",".join(given) if is_list else given

    def to_internal_value(self, data: Any) -> frozenset[str]:
        """Return the values; raise ValidationError for what is none."""
        if not isinstance(data, str):
            raise serializers.ValidationError("Give one value or several.")
        given = frozenset(name.strip() for name in data.split(",")) - {""}
        for unknown in sorted(given - set(self.choices)):
            raise no_choice(unknown[:_SHOWN], self.choices)
        return given


@extend_schema_field({"type": "array", "items": {"type": "string", "enum": Status.values}})
class _Statuses(_Choices):
    choices = Status.values


@extend_schema_field({"type": "array", "items": {"type": "string", "enum": ForRole.values}})
class _Roles(_Choices):
    choices = ForRole.values


class RequisitionFilters(Input):
    """What a list of requisitions is narrowed to."""

    search = serializers.CharField(
        max_length=requisition_rules.LONGEST_SEARCH,
        required=False,
        allow_blank=True,
        help_text="Each word begins a word of title, status, role, interview_location or code, or of the"
        " e-mail address of who asked for it.",
    )
    status = _Statuses(required=False)
    role = _Roles(required=False)
    job_type = serializers.ChoiceField(choices=JobType.choices, required=False)
    location_type = serializers.ChoiceField(choices=LocationType.choices, required=False)
    urgency_level = serializers.ChoiceField(choices=Urgency.choices, required=False)
    publish_status = serializers.BooleanField(required=False, allow_null=True, default=None)


class RequestFilters(Input):
    """What a list of requests is narrowed to; `priority` covers the priority_level of services."""

    request_type = serializers.ChoiceField(choices=kinds.Kind.choices, required=False, allow_blank=True)
    status = serializers.ChoiceField(choices=kinds.Status.choices, required=False, allow_blank=True)
    priority = serializers.ChoiceField(choices=kinds.Priority.choices, required=False, allow_blank=True)
    search = serializers.CharField(
        max_length=workplace_limits.LONGEST_SEARCH,
        required=False,
        allow_blank=True,
        help_text="Words of the title, description, item_name, requester_name or request_id, or beginnings.",
    )
