"""What people of AppBrew ask for: the document's own requests, and some beside them."""

from datetime import UTC, date, datetime
from typing import Any

from trellis.demo.tenants import APPBREW
from trellis.domain.organizations.models import Membership
from trellis.domain.workplace.models import WorkplaceRequest
from trellis.domain.workplace.rules.kinds import Kind, Status
from trellis.domain.workplace.services import requests

_DAY = datetime(2025, 11, 15, 4, 35, tzinfo=UTC)
# (who, kind, fields, status that they bring it to themselves)
_REQUESTS: list[tuple[str, Kind, dict[str, Any], Status | None]] = [
    (
        "mahummed",
        Kind.MATERIAL,
        {
            "title": "Office Supplies Request",
            "description": "Request for additional office supplies for the development team",
            "item_name": "Wireless Keyboard and Mouse Set",
            "material_type": "equipment",
            "quantity_needed": 5,
            "priority": "medium",
            "reason_for_request": "Current equipment is outdated and affecting productivity",
            "needed_date": date(2025, 11, 30),
            "item_specification": "Logitech MX Keys and MX Master 3S, ergonomic design",
        },
        None,
    ),
    (
        "appbrew_staff",
        Kind.LEAVE,
        {
            "title": "Annual Leave Request",
            "description": "Request for annual leave during holiday period",
            "leave_category": "annual",
            "number_of_days": 10,
            "start_date": date(2025, 12, 20),
            "resumption_date": date(2025, 12, 30),
            "region_of_stay": "local",
            "address_during_leave": "123 Holiday Street, London, SW1A 1AA",
            "contact_phone_number": "+447123456789",
            "additional_information": "Will be available for emergencies",
        },
        None,
    ),
    (
        "appbrew_staff",
        Kind.SERVICE,
        {
            "title": "IT Support Request",
            "description": "Laptop screen flickering issue",
            "service_type": "it_support",
            "service_description": "Dell XPS 13 laptop screen has flickering issues",
            "priority": "high",
            "desired_completion_date": date(2025, 11, 20),
            "requester_name": "John Smith",
            "requester_department": "Development",
            "requester_contact_info": "john.smith@company.com, ext. 1234",
            "special_instructions": "Please backup all data before repair",
        },
        None,
    ),
    (
        "appbrew_manager",
        Kind.MATERIAL,
        {
            "title": "Desk for the new colleague",
            "item_name": "Standing desk",
            "material_type": "furniture",
            "quantity_needed": 1,
            "priority": "low",
            "reason_for_request": "Starts in January",
            "item_specification": "160 x 80 cm",
        },
        Status.CANCELLED,
    ),
    (
        "mahummed",
        Kind.SERVICE,
        {
            "title": "Windows of the second floor",
            "service_type": "cleaning",
            "service_description": "All windows, inside and outside",
            "priority": "low",
        },
        Status.APPROVED,
    ),
]


def load_workplace() -> None:
    """Make the requests, unless AppBrew has some."""
    if WorkplaceRequest.objects.of(APPBREW).exists():
        return
    for username, kind, fields, status in _REQUESTS:
        member = Membership.objects.select_related("organization", "user").get(
            organization_id=APPBREW, user__username=username
        )
        request = requests.create(member=member, kind=kind, fields=fields, now=_DAY)
        if status is not None:
            requests.change(request=request, member=member, fields={}, status=status, comment=None, now=_DAY)
