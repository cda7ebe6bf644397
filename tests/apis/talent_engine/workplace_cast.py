"""Bodies and addresses that the tests of requests and exports share."""

from typing import Any

from rest_framework.test import APIClient

REQUESTS = "/api/talent-engine/requests/"
MINE = f"{REQUESTS}user/"
ABSENT = "00000000-0000-4000-8000-000000000000"
# As the document prints them.
MATERIAL: dict[str, Any] = {
    "request_type": "material",
    "title": "Office Supplies Request",
    "description": "Request for additional office supplies for the development team",
    "item_name": "Wireless Keyboard and Mouse Set",
    "material_type": "equipment",
    "quantity_needed": 5,
    "priority": "medium",
    "reason_for_request": "Current equipment is outdated and affecting productivity",
    "needed_date": "2025-11-30",
    "item_specification": "Logitech MX Keys and MX Master 3S, ergonomic design",
}
LEAVE: dict[str, Any] = {
    "request_type": "leave",
    "title": "Annual Leave Request",
    "description": "Request for annual leave during holiday period",
    "leave_category": "annual",
    "number_of_days": 10,
    "start_date": "2025-12-20",
    "resumption_date": "2025-12-30",
    "region_of_stay": "local",
    "address_during_leave": "123 Holiday Street, London, SW1A 1AA",
    "contact_phone_number": "+447123456789",
    "additional_information": "Will be available for emergencies",
}
SERVICE: dict[str, Any] = {
    "request_type": "service",
    "title": "IT Support Request",
    "description": "Laptop screen flickering issue",
    "service_type": "it_support",
    "service_description": "Dell XPS 13 laptop screen has flickering issues, affecting work productivity",
    "priority_level": "high",
    "desired_completion_date": "2025-11-20",
    "requester_name": "John Smith",
    "requester_department": "Development",
    "requester_contact_info": "john.smith@company.com, ext. 1234",
    "special_instructions": "Please backup all data before repair",
}
BODIES = {"material": MATERIAL, "leave": LEAVE, "service": SERVICE}


def made(client: APIClient, body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Make a request through HTTP and return what is answered."""
    response = client.post(REQUESTS, {**body, **changes})
    assert response.status_code == 201, response.content
    answer: dict[str, Any] = response.json()
    return answer


def address(request: dict[str, Any]) -> str:
    """Return the address of a request."""
    return f"{REQUESTS}{request['id']}/"
