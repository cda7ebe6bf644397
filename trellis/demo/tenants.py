"""Tenants of the demo world and the people in them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.rules.choices import EmployeeSize, Industry
from trellis.domain.organizations.services.organizations import create_organization

APPBREW = UUID("27f05a25-748e-4a98-9f01-5c479950e215")
NORTHWIND = UUID("6b0c0d39-63e8-4b7e-8f0e-7a1c9d2f4e55")
INCLUSIVE_WORKS = UUID("0e1f7a52-3c58-4d0b-9a61-7f2f6f1d8a10")
_SINCE = datetime(2024, 1, 1, tzinfo=UTC)
_INCLUSIVE_WORKS: dict[str, Any] = {
    "url": "https://inclusive-works.example",
    "industry": Industry.PUBLIC,
    "linkedin_url": "https://www.linkedin.com/company/inclusive-works-example",
    "headquarter_location": "Toronto, Canada",
    "about": "We find work for people, and help employers to make it fit them.",
    "employee_size": EmployeeSize.SMALL,
}
# (id, name, domain, owner, {member: role}, what it says of itself)
_TENANTS: list[tuple[UUID, str, str | None, str, dict[str, Role], dict[str, Any]]] = [
    (
        APPBREW,
        "AppBrew",
        "appbrew.com",
        "mahummed",
        {"appbrew_manager": Role.MANAGER, "appbrew_staff": Role.STAFF},
        {},
    ),
    (NORTHWIND, "Northwind", "northwind.example", "northwind_owner", {}, {}),
    (INCLUSIVE_WORKS, "Inclusive Works", None, "employer", {}, _INCLUSIVE_WORKS),
]


def load_tenants() -> None:
    """Create the tenants that are missing, with their members."""
    for id, name, domain, owner, members, told in _TENANTS:
        if Organization.objects.filter(pk=id).exists():
            continue
        create_organization(
            id=id,
            owner=User.objects.get(username=owner),
            name=name,
            domain=domain,
            told=told,
            now=_SINCE,
        )
        Membership.objects.bulk_create(
            Membership(
                organization_id=id, user=User.objects.get(username=username), role=role, joined_at=_SINCE
            )
            for username, role in members.items()
        )
