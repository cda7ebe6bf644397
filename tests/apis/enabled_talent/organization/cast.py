"""What stands for the parameters of addresses of organizations, and what is sent there."""

from typing import Any

from tests.apis.casts import Body
from trellis.domain.organizations.models import Organization

PRINTED = {
    "name": "string",
    "industry": 1,
    "linkedin_url": "https://linkedin.com/company/example",
    "headquarter_location": "string",
    "about": "string",
    "employee_size": 1,
    "url": "https://example.com",
}
_BASE = "/api/organization/organizations/"
BODIES_OF_ORGANIZATIONS: dict[str, Body] = {
    f"POST {_BASE}": lambda _: PRINTED,
    f"PUT {_BASE}<organization_id>/": lambda _: PRINTED,
    f"PATCH {_BASE}<organization_id>/": lambda _: {"about": "We help."},
    f"POST {_BASE}<organization_id>/create-invite/": lambda _: {"email": "noor@example.org"},
}


def rows_of_organizations() -> dict[str, Any]:
    """Return the number of the organization of which Emma is the owner."""
    return {"organization_id": Organization.objects.get(name="Inclusive Works").number}
