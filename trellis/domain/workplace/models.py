"""What people ask their workplace for: material, leave, service; each kind uses its part of one table."""

import uuid
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from trellis.core.db.tenancy import TenantManager
from trellis.core.privacy import Shared
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Organization
from trellis.domain.workplace.rules import limits
from trellis.domain.workplace.rules.kinds import (
    SHAPES,
    TYPED_COLUMNS,
    Kind,
    LeaveCategory,
    MaterialType,
    Priority,
    Region,
    ServiceType,
    Status,
)

_CHOICES: dict[str, type[models.TextChoices]] = {
    "priority": Priority,
    "material_type": MaterialType,
    "leave_category": LeaveCategory,
    "region_of_stay": Region,
    "service_type": ServiceType,
}


def _person() -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")


def _text(max_length: int) -> "models.CharField[str | None, str | None]":
    """A text of one kind: NULL in rows of other kinds."""
    return models.CharField(max_length=max_length, null=True, blank=True)


def _long_text() -> "models.TextField[str | None, str | None]":
    return models.TextField(null=True, blank=True)


def _choice(name: str) -> "models.CharField[str | None, str | None]":
    return models.CharField(max_length=15, choices=_CHOICES[name], null=True, blank=True)


def _of_kind(kind: str) -> Q:
    """What holds for the columns of a row of this kind: its own required ones are there, no foreign one."""
    shape = SHAPES[kind]
    there = Q(**{f"{name}__isnull": False for name in shape.required})
    foreign = Q(**{f"{name}__isnull": True for name in TYPED_COLUMNS if name not in shape.columns})
    return Q(request_type=kind) & there & foreign


def _stamped(who_when: str, statuses: list[str]) -> models.CheckConstraint:
    """When it was, e.g., approved is known just where it stands so, or went on from there."""
    moment = f"{who_when}_at"
    return models.CheckConstraint(
        condition=Q(**{f"{moment}__isnull": False, "status__in": statuses})
        | (Q(**{f"{moment}__isnull": True}) & ~Q(status__in=statuses)),
        name=f"request_{moment}",
    )


_DECIDERS = ("approved_by", "rejected_by", "cancelled_by", "completed_by")


class WorkplaceRequest(models.Model):
    """One request. `request_id` (MAT-20251115-0001) is its number; `id` is what addresses name."""

    privacy = Shared(
        ("requested_by", *_DECIDERS),
        erased={
            **dict.fromkeys(
                (
                    *("title", "description", "item_name", "reason_for_request", "item_specification"),
                    *("address_during_leave", "contact_phone_number", "additional_information", "search"),
                    *("service_description", "requester_name", "requester_department"),
                    *("requester_contact_info", "special_instructions"),
                ),
                "requested_by",
            ),
            "comment": ("requested_by", *_DECIDERS),
        },
        kept={"request_id": "a number of the organization"},
        words={"request_id": "requested_by", "comment": ("requested_by", *_DECIDERS)},
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="workplace_requests", db_index=False
    )
    request_id = models.CharField(max_length=30)
    request_type = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=limits.LONGEST_TITLE)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    comment = models.TextField(blank=True)  # of who brought it where it stands
    priority = _choice("priority")  # the priority_level of a service
    # Material
    item_name = _text(limits.LONGEST_ITEM_NAME)
    material_type = _choice("material_type")
    quantity_needed = models.DecimalField(
        max_digits=limits.QUANTITY_DIGITS, decimal_places=limits.QUANTITY_PLACES, null=True, blank=True
    )
    reason_for_request = _long_text()
    needed_date = models.DateField(null=True, blank=True)
    item_specification = _long_text()
    # Leave
    leave_category = _choice("leave_category")
    number_of_days = models.DecimalField(
        max_digits=limits.DAY_DIGITS, decimal_places=limits.DAY_PLACES, null=True, blank=True
    )
    start_date = models.DateField(null=True, blank=True)
    resumption_date = models.DateField(null=True, blank=True)
    region_of_stay = _choice("region_of_stay")
    address_during_leave = _text(limits.LONGEST_ADDRESS)
    contact_phone_number = _text(limits.LONGEST_PHONE)
    additional_information = _long_text()
    # Service
    service_type = _choice("service_type")
    service_description = _long_text()
    desired_completion_date = models.DateField(null=True, blank=True)
    requester_name = _text(limits.LONGEST_REQUESTER_NAME)
    requester_department = _text(limits.LONGEST_DEPARTMENT)
    requester_contact_info = _text(limits.LONGEST_CONTACT)
    special_instructions = _long_text()
    # Who did what
    requested_by = _person()
    approved_by = _person()
    approved_at = models.DateTimeField(null=True, blank=True)
    rejected_by = _person()
    rejected_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = _person()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    completed_by = _person()
    completed_at = models.DateTimeField(null=True, blank=True)
    is_deleted = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # The words by which it is found, with its tenant's among them (queries.py).
    search: Any = SearchVectorField(null=True, editable=False)

    unscoped = models.Manager["WorkplaceRequest"]()
    objects = TenantManager["WorkplaceRequest"]()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(
                F("organization"),
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(is_deleted=False),
                name="request_of_tenant",
            ),
            models.Index(
                F("organization"),
                F("status"),
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(is_deleted=False),
                name="request_by_status",
            ),
            models.Index(F("requested_by"), F("created_at").desc(), F("id").desc(), name="request_of_person"),
            GinIndex(fields=["search"], name="request_search"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organization", "request_id"], name="request_number_once"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="request_status"),
            models.CheckConstraint(
                condition=_of_kind(Kind.MATERIAL) | _of_kind(Kind.LEAVE) | _of_kind(Kind.SERVICE),
                name="request_has_the_fields_of_its_kind",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__in": choices.values}),
                    name=f"request_{name}",
                )
                for name, choices in _CHOICES.items()
            ),
            models.CheckConstraint(
                condition=Q(quantity_needed=None) | Q(quantity_needed__gt=0), name="request_quantity"
            ),
            models.CheckConstraint(
                condition=Q(number_of_days=None)
                | Q(
                    number_of_days__gt=0,
                    # Whole and half days.
                    number_of_days=models.Func(
                        F("number_of_days"),
                        output_field=models.DecimalField(),
                        template="(round(%(expressions)s * 2) / 2)",
                    ),
                ),
                name="request_half_days",
            ),
            models.CheckConstraint(
                condition=Q(number_of_days=None)
                # Somebody is away in the morning and back in the afternoon.
                | Q(number_of_days=limits.HALF_A_DAY, resumption_date=F("start_date"))
                | Q(
                    resumption_date__gt=F("start_date"),
                    # Days as PostgreSQL subtracts dates: whole numbers.
                    number_of_days__lte=models.Func(
                        F("resumption_date"),
                        F("start_date"),
                        # In this order: migrations sort them, and Django tells orders apart.
                        arg_joiner=" - ",
                        output_field=models.IntegerField(),
                        template="(%(expressions)s)",
                    ),
                ),
                name="request_days_of_leave",
            ),
            _stamped("approved", [Status.APPROVED, Status.COMPLETED]),
            _stamped("rejected", [Status.REJECTED]),
            _stamped("cancelled", [Status.CANCELLED]),
            _stamped("completed", [Status.COMPLETED]),
            models.CheckConstraint(
                condition=Q(is_deleted=False, deleted_at=None) | Q(is_deleted=True, deleted_at__isnull=False),
                name="request_deleted_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.title}"
