"""What clients send to make and change requests: each kind has its own fields, and no others'."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from trellis.core.http.input import Input
from trellis.core.writing.fields import LineField, TextField
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.rules import limits
from trellis.domain.workplace.rules.kinds import (
    Kind,
    LeaveCategory,
    MaterialType,
    Priority,
    Region,
    ServiceType,
    Status,
)
from trellis.domain.workplace.rules.leave import faults_of_leave
from trellis.domain.workplace.rules.lifecycle import stays_pending


def _text(max_length: int = limits.LONGEST_TEXT) -> TextField:
    return TextField(max_length=max_length, allow_blank=True, default="")


def _line(max_length: int) -> LineField:
    return LineField(max_length=max_length, allow_blank=True, default="")


class CommonInput(Input):
    """What every request has; alone it serves a body whose kind is unknown."""

    kind: ClassVar[str | None] = None
    request_type = serializers.ChoiceField(choices=Kind.choices)
    title = LineField(max_length=limits.LONGEST_TITLE)
    description = _text()

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields; raise ValidationError that names at once what is wrong and what is foreign."""
        foreign = self._foreign(data) if isinstance(data, Mapping) else {}
        try:
            given = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**_as_dict(error), **foreign}) from None
        if foreign:
            raise ValidationError(foreign)
        return given

    def _foreign(self, data: Mapping[str, Any]) -> dict[str, list[str]]:
        if self.kind is None:
            return {}
        sentence = f"A {self.kind} request has no such field."
        names = _FIELDS.difference(self.fields.keys())
        return {name: [sentence] for name in sorted(names) if data.get(name) not in (None, "")}


class MaterialInput(CommonInput):
    """Things that somebody needs."""

    kind = Kind.MATERIAL.value
    request_type = serializers.ChoiceField(choices=[Kind.MATERIAL.value])
    item_name = LineField(max_length=limits.LONGEST_ITEM_NAME)
    material_type = serializers.ChoiceField(choices=MaterialType.choices)
    quantity_needed = serializers.DecimalField(
        max_digits=limits.QUANTITY_DIGITS,
        decimal_places=limits.QUANTITY_PLACES,
        min_value=limits.LEAST_QUANTITY,
        max_value=limits.MOST_QUANTITY,
        coerce_to_string=False,
    )
    priority = serializers.ChoiceField(choices=Priority.choices, default=Priority.MEDIUM)
    reason_for_request = _text()
    needed_date = serializers.DateField(allow_null=True, default=None)
    item_specification = _text()


class LeaveInput(CommonInput):
    """Days on which somebody is away: from start_date until the day before resumption_date."""

    kind = Kind.LEAVE.value
    request_type = serializers.ChoiceField(choices=[Kind.LEAVE.value])
    leave_category = serializers.ChoiceField(choices=LeaveCategory.choices)
    number_of_days = serializers.DecimalField(
        max_digits=limits.DAY_DIGITS,
        decimal_places=limits.DAY_PLACES,
        min_value=limits.HALF_A_DAY,
        max_value=limits.MOST_DAYS,
        coerce_to_string=False,
    )
    start_date = serializers.DateField()
    resumption_date = serializers.DateField()
    region_of_stay = serializers.ChoiceField(choices=Region.choices, allow_null=True, default=None)
    address_during_leave = _text(limits.LONGEST_ADDRESS)
    contact_phone_number = _line(limits.LONGEST_PHONE)
    additional_information = _text()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raise ValidationError for dates out of order, and for more days than lie between them."""
        start, resumption, days = (
            self._value(attrs, name) for name in ("start_date", "resumption_date", "number_of_days")
        )
        if faults := faults_of_leave(start=start, resumption=resumption, days=days):
            raise ValidationError(faults)
        return attrs

    def _value(self, attrs: dict[str, Any], name: str) -> Any:
        """Return the value as it would be: some changes leave the others as they are."""
        return attrs[name] if name in attrs else getattr(self.context["row"], name)


class ServiceInput(CommonInput):
    """Something that somebody is to do."""

    kind = Kind.SERVICE.value
    request_type = serializers.ChoiceField(choices=[Kind.SERVICE.value])
    service_type = serializers.ChoiceField(choices=ServiceType.choices)
    service_description = TextField(max_length=limits.LONGEST_TEXT)
    priority_level = serializers.ChoiceField(
        choices=Priority.choices, source="priority", default=Priority.MEDIUM
    )
    desired_completion_date = serializers.DateField(allow_null=True, default=None)
    requester_name = _line(limits.LONGEST_REQUESTER_NAME)
    requester_department = _line(limits.LONGEST_DEPARTMENT)
    requester_contact_info = _line(limits.LONGEST_CONTACT)
    special_instructions = _text()


class StepInput(Input):
    """Where a request is brought, and what is said with that."""

    status = serializers.ChoiceField(choices=Status.choices, required=False)
    comment = TextField(max_length=limits.LONGEST_TEXT, allow_blank=True, required=False)


class RequestChanges(StepInput):
    """For the description: a step, changes of what is asked for (of the request's kind), or both."""

    title = LineField(max_length=limits.LONGEST_TITLE, required=False)
    description = TextField(max_length=limits.LONGEST_TEXT, allow_blank=True, required=False)


_INPUTS: dict[str, type[CommonInput]] = {
    each.kind: each for each in (MaterialInput, LeaveInput, ServiceInput) if each.kind
}
_FIELDS: set[str] = {name for each in _INPUTS.values() for name in each().fields.keys()}  # noqa: SIM118
NEW_REQUEST = PolymorphicProxySerializer(
    component_name="NewWorkplaceRequest",
    serializers=dict(_INPUTS),
    resource_type_field_name="request_type",
)


def new_request(body: Any) -> tuple[str, dict[str, Any]]:
    """Return the kind and the fields of a new request; raise ValidationError."""
    kind = body.get("request_type") if isinstance(body, Mapping) else None
    form = _INPUTS.get(kind, CommonInput) if isinstance(kind, str) else CommonInput
    serializer = form(data=body)
    serializer.is_valid(raise_exception=True)
    fields = dict(serializer.validated_data)
    return fields.pop("request_type"), fields


def changes_of(body: Any, row: WorkplaceRequest) -> tuple[dict[str, Any], str | None, str | None]:
    """Return the changed fields, the status and the comment that a body asks for; raise ValidationError.

    A client may send the whole object back: what is not its to say is ignored, what stays the same is no
    change, and neither is the status `pending` of a pending request.
    """
    step = StepInput(data=body)
    form = _INPUTS[row.request_type](data=body, partial=True, context={"row": row})
    if not (step.is_valid() & form.is_valid()):
        raise ValidationError({**step.errors, **form.errors})
    fields = {name: value for name, value in form.validated_data.items() if value != getattr(row, name)}
    status, comment = step.validated_data.get("status"), step.validated_data.get("comment")
    if stays_pending(row.status, status):
        status = None
    if status is None and comment and comment != row.comment:
        raise ValidationError({"comment": ["A comment goes with a new status."]})
    return fields, status, comment


def _as_dict(error: ValidationError) -> dict[str, Any]:
    return error.detail if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
