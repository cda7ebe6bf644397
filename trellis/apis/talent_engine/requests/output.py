"""Requests as this door prints them: each kind with its own keys, in lists with those of all."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from trellis.apis.talent_engine.base import DoorSerializer
from trellis.apis.talent_engine.people import Person
from trellis.core.rendering import Computed, compile_page
from trellis.domain.organizations.models import Membership
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.queries import amount_sql
from trellis.domain.workplace.rules.amounts import as_number
from trellis.domain.workplace.rules.kinds import CONTACT, Kind, Priority
from trellis.domain.workplace.rules.lifecycle import sees_personal

# What every kind begins and ends with, as printed.
_HEAD = ["id", "tenant_id", "request_type", "title", "description", "status"]
_TAIL = ["requested_by_id", "requested_by", "created_at", "updated_at"]
_DECISION = [
    f"{verb}_{what}"
    for verb in ("approved", "rejected", "cancelled", "completed")
    for what in ("by_id", "by", "at")
]


@extend_schema_field({"type": "number", "nullable": True})
class _Number(serializers.JSONField):
    """A number as JSON has it, or null."""


class Amount(Computed):
    """How many, of things or of days: 5, not 5.000, and 2.5."""

    output = _Number()

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column
        self.sql = amount_sql(column)  # type: ignore[misc]

    def compute(self, row: WorkplaceRequest) -> int | float | None:
        """Return the number."""
        return as_number(getattr(row, self.column))


class _RequestSerializer(DoorSerializer):
    tenant_id = serializers.UUIDField(source="organization_id", read_only=True)
    requested_by_id = serializers.CharField(read_only=True, allow_null=True)
    requested_by = Person("requested_by")


class MaterialSerializer(_RequestSerializer):
    """Things that somebody needs."""

    quantity_needed = Amount("quantity_needed")

    class Meta:
        model = WorkplaceRequest
        fields = [
            *_HEAD,
            *("item_name", "material_type", "request_id", "quantity_needed", "priority"),
            *("reason_for_request", "needed_date", "item_specification"),
            *_TAIL,
        ]
        read_only_fields = fields


class LeaveSerializer(_RequestSerializer):
    """Days on which somebody is away."""

    number_of_days = Amount("number_of_days")

    class Meta:
        model = WorkplaceRequest
        fields = [
            *_HEAD,
            *("request_id", "leave_category", "number_of_days", "start_date", "resumption_date"),
            *("region_of_stay", "address_during_leave", "contact_phone_number", "additional_information"),
            *_TAIL,
        ]
        read_only_fields = fields


class ServiceSerializer(_RequestSerializer):
    """Something that somebody is to do."""

    priority_level = serializers.ChoiceField(choices=Priority.choices, source="priority", read_only=True)

    class Meta:
        model = WorkplaceRequest
        fields = [
            *_HEAD,
            *("request_id", "service_type", "service_description", "priority_level"),
            *("desired_completion_date", "requester_name", "requester_department"),
            *("requester_contact_info", "special_instructions"),
            *_TAIL,
        ]
        read_only_fields = fields


class _DecidedSerializer(_RequestSerializer):
    """What a request is printed with once it is there: who brought it where it stands."""

    approved_by_id = serializers.CharField(read_only=True, allow_null=True)
    approved_by = Person("approved_by")
    rejected_by_id = serializers.CharField(read_only=True, allow_null=True)
    rejected_by = Person("rejected_by")
    cancelled_by_id = serializers.CharField(read_only=True, allow_null=True)
    cancelled_by = Person("cancelled_by")
    completed_by_id = serializers.CharField(read_only=True, allow_null=True)
    completed_by = Person("completed_by")


class MaterialDetailSerializer(_DecidedSerializer, MaterialSerializer):
    """A request for material, and what became of it."""

    class Meta(MaterialSerializer.Meta):
        fields = [*MaterialSerializer.Meta.fields, *_DECISION, "comment"]
        read_only_fields = fields


class LeaveDetailSerializer(_DecidedSerializer, LeaveSerializer):
    """A request for leave, and what became of it."""

    class Meta(LeaveSerializer.Meta):
        fields = [*LeaveSerializer.Meta.fields, *_DECISION, "comment"]
        read_only_fields = fields


class ServiceDetailSerializer(_DecidedSerializer, ServiceSerializer):
    """A request for a service, and what became of it."""

    class Meta(ServiceSerializer.Meta):
        fields = [*ServiceSerializer.Meta.fields, *_DECISION, "comment"]
        read_only_fields = fields


class RequestSerializer(DoorSerializer):
    """A request in a list: the keys of all kinds, null where they belong to another."""

    requested_by = Person("requested_by")
    quantity_needed = Amount("quantity_needed")
    number_of_days = Amount("number_of_days")

    class Meta:
        model = WorkplaceRequest
        fields = [
            *("id", "request_type", "title", "status", "priority", "item_name", "quantity_needed"),
            *("requested_by", "created_at"),
            # Ours: what tells leave and services apart in a list.
            *("request_id", "leave_category", "number_of_days", "start_date", "resumption_date"),
            "service_type",
        ]
        read_only_fields = fields


_MADE: dict[str, type[_RequestSerializer]] = {
    Kind.MATERIAL: MaterialSerializer,
    Kind.LEAVE: LeaveSerializer,
    Kind.SERVICE: ServiceSerializer,
}
_DETAILS: dict[str, type[_RequestSerializer]] = {
    Kind.MATERIAL: MaterialDetailSerializer,
    Kind.LEAVE: LeaveDetailSerializer,
    Kind.SERVICE: ServiceDetailSerializer,
}


def made_json(request: WorkplaceRequest, *, member: Membership) -> dict[str, Any]:
    """Return a request that has just been made."""
    return _shown(_MADE, request, member)


def detail_json(request: WorkplaceRequest, *, member: Membership) -> dict[str, Any]:
    """Return a request with what became of it, as `member` may see it."""
    return _shown(_DETAILS, request, member)


def _shown(
    by_kind: dict[str, type[_RequestSerializer]], request: WorkplaceRequest, member: Membership
) -> dict[str, Any]:
    printed: dict[str, Any] = by_kind[request.request_type](request).data
    if not sees_personal(member, requested_by_id=request.requested_by_id):
        printed.update(dict.fromkeys(printed.keys() & CONTACT))
    return printed


def _by_kind(name: str, serializers_: dict[str, type[_RequestSerializer]]) -> PolymorphicProxySerializer:
    return PolymorphicProxySerializer(
        component_name=name,
        serializers={str(kind): serializer for kind, serializer in serializers_.items()},
        resource_type_field_name="request_type",
    )


MADE_ANSWER = _by_kind("WorkplaceRequestMade", _MADE)
DETAIL_ANSWER = _by_kind("WorkplaceRequestDetail", _DETAILS)
REQUESTS = compile_page(RequestSerializer)
