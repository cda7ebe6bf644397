"""What the lists of requisitions can be asked for."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from trellis.domain.requisitions.models import ForRole, JobType, LocationType, Status, Urgency
from trellis.domain.requisitions.queries import NEWEST_FIRST, ORDERINGS, Asked


class _Choices(serializers.Field[Any, Any, Any, Any]):
    """One value or several: `status=draft,pending`, or the parameter again and again."""

    choices: Sequence[str]

    def get_value(self, dictionary: Any) -> Any:
        """Return every value that was given."""
        return ",".join(dictionary.getlist(self.field_name)) or serializers.empty

    def to_internal_value(self, data: str) -> frozenset[str]:
        """Return the values; raise ValidationError for what is none."""
        given = frozenset(name.strip() for name in data.split(",")) - {""}
        for unknown in sorted(given - set(self.choices)):
            raise serializers.ValidationError(f'"{unknown[:50]}" is not a valid choice.')
        return given


@extend_schema_field({"type": "array", "items": {"type": "string", "enum": Status.values}})
class _Statuses(_Choices):
    choices = Status.values


@extend_schema_field({"type": "array", "items": {"type": "string", "enum": ForRole.values}})
class _Roles(_Choices):
    choices = ForRole.values


class RequisitionsQuery(serializers.Serializer[Any]):
    """What a list of requisitions is narrowed to, and how it is ordered."""

    search = serializers.CharField(
        max_length=200,
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
    ordering = serializers.ChoiceField(choices=ORDERINGS, required=False, allow_blank=True)


def asked_for(request: Request, **narrowed: Any) -> Asked:
    """Return what a list's request asks for, among those that are `narrowed`; raise ValidationError."""
    query = RequisitionsQuery(data=request.GET)
    query.is_valid(raise_exception=True)
    given = {name: value for name, value in query.validated_data.items() if value is not None}
    return Asked(
        search=given.pop("search", ""),
        ordering=given.pop("ordering", "") or NEWEST_FIRST,
        statuses=given.pop("status", frozenset()),
        roles=given.pop("role", frozenset()),
        others={**given, **narrowed},
    )
