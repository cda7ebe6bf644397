"""The kinds of requests, and which columns belong to each: what forms, constraints and exports follow."""

from dataclasses import dataclass

from django.db import models


class Kind(models.TextChoices):
    """What is asked for."""

    MATERIAL = "material"
    LEAVE = "leave"
    SERVICE = "service"


class Status(models.TextChoices):
    """Where a request stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


# From where to where a request can go; what has no line is the end.
TRANSITIONS: dict[str, tuple[Status, ...]] = {
    Status.PENDING: (Status.APPROVED, Status.REJECTED, Status.CANCELLED),
    Status.APPROVED: (Status.COMPLETED,),
}


class Priority(models.TextChoices):
    """How soon it is needed."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class MaterialType(models.TextChoices):
    """What kind of thing is needed."""

    EQUIPMENT = "equipment"
    STATIONERY = "stationery"
    FURNITURE = "furniture"
    SOFTWARE = "software"
    CONSUMABLES = "consumables"
    OTHER = "other"


class LeaveCategory(models.TextChoices):
    """Why somebody is away."""

    ANNUAL = "annual"
    SICK = "sick"
    MATERNITY = "maternity"
    PATERNITY = "paternity"
    COMPASSIONATE = "compassionate"
    STUDY = "study"
    UNPAID = "unpaid"
    OTHER = "other"


class Region(models.TextChoices):
    """Where somebody on leave is."""

    LOCAL = "local"
    ABROAD = "abroad"


class ServiceType(models.TextChoices):
    """Who is to do something."""

    IT_SUPPORT = "it_support"
    MAINTENANCE = "maintenance"
    CLEANING = "cleaning"
    SECURITY = "security"
    TRANSPORT = "transport"
    OTHER = "other"


@dataclass(frozen=True)
class Shape:
    """The columns of one kind, and what its numbers begin with."""

    code: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    # What is told of people rather than of things: never written into events.
    personal: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them."""
        return self.required + self.optional


SHAPES: dict[str, Shape] = {
    Kind.MATERIAL: Shape(
        code="MAT",
        required=("item_name", "material_type", "quantity_needed", "priority"),
        optional=("reason_for_request", "needed_date", "item_specification"),
    ),
    Kind.LEAVE: Shape(
        code="LEV",
        required=("leave_category", "number_of_days", "start_date", "resumption_date"),
        optional=(
            "region_of_stay",
            "address_during_leave",
            "contact_phone_number",
            "additional_information",
        ),
        personal=frozenset(
            {
                *("description", "leave_category", "region_of_stay", "address_during_leave"),
                *("contact_phone_number", "additional_information"),
            }
        ),
    ),
    Kind.SERVICE: Shape(
        code="SRV",
        required=("service_type", "service_description", "priority"),
        optional=(
            "desired_completion_date",
            "requester_name",
            "requester_department",
            "requester_contact_info",
            "special_instructions",
        ),
        personal=frozenset({"requester_name", "requester_contact_info"}),
    ),
}
# Every column that belongs to some kinds only.
TYPED_COLUMNS = tuple(dict.fromkeys(name for shape in SHAPES.values() for name in shape.columns))
# What people write in their own words: it may name somebody. Events keep it apart, to be erased.
TEXTS = frozenset(
    {
        *("title", "description", "item_name", "reason_for_request", "item_specification"),
        *("service_description", "requester_department", "special_instructions"),
    }
)
# How to reach somebody: shown to who asked and to who decides.
CONTACT = frozenset({"address_during_leave", "contact_phone_number", "requester_contact_info"})
