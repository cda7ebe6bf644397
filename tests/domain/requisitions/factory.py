"""Requisitions of the demo tenants, made without services."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from trellis.demo.tenants import APPBREW, NORTHWIND
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.rules.mirrored import fields_of, is_shown
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.rights import Role
from trellis.domain.requisitions.models import Requisition

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OWNER, MANAGER, STAFF, OTHER = "mahummed", "appbrew_manager", "appbrew_staff", "northwind_owner"
# As the document prints it: addresses of another company.
TWO_STAGES: dict[str, Any] = {
    "stages": [
        {"name": "Manager Approval", "approvers": ["manager@company.com"], "required": True},
        {"name": "HR Approval", "approvers": ["hr@company.com"], "required": True},
    ]
}
# What create_requisitions wants to know at least.
DRAFT = {"title": "Nurse", "job_type": "full_time", "position_type": "permanent", "location_type": "remote"}
_numbers = count(7001)


def requisition_of(by: str = STAFF, **fields: Any) -> Requisition:
    """Make a requisition that an account raised in its own tenant."""
    user = User.objects.get(username=by)
    tenant = Organization.objects.get(memberships__user=user, memberships__is_active=True)
    number = next(_numbers)
    code = f"{tenant.prefix}-JR-{number}"
    is_deleted = fields.get("is_deleted", False)
    return Requisition.objects.create(
        **{
            "organization": tenant,
            "code": code,
            "application_code": f"{tenant.prefix}-JA-{number}",
            "requisition_number": f"REQ-20260302-{number}",
            "unique_link": f"{tenant.pk}{code}senior-python-developer-abc{number}",
            "title": "Senior Python Developer",
            "job_type": "full_time",
            "position_type": "permanent",
            "location_type": "remote",
            "requested_by": user,
            "created_by": user,
            "updated_by": user,
            "requested_date": NOW.date(),
            "created_at": NOW,
            "updated_at": NOW,
            "deleted_at": NOW if is_deleted else None,
            **fields,
        }
    )


def job_of(by: str = OWNER, **fields: Any) -> Requisition:
    """Make a requisition that is published and open, unless the fields say otherwise, with its posting."""
    job = requisition_of(by, **{"status": "open", "publish_status": True, "published_at": NOW, **fields})
    if is_shown(job):
        given = {"organization": job.organization, "created_at": NOW, "updated_at": NOW}
        Posting.objects.create(requisition=job, **given, **fields_of(job))
    return job


def member(username: str) -> Membership:
    """Return the active membership of an account."""
    return Membership.objects.select_related("user", "organization").get(
        user__username=username, is_active=True
    )


def admin_of_appbrew() -> Membership:
    """Give AppBrew an administrator."""
    user = User.objects.create(username="appbrew_admin", email="Admin@AppBrew.com", first_name="Ada")
    return Membership.objects.create(organization_id=APPBREW, user=user, role=Role.ADMIN, joined_at=NOW)


__all__ = ["APPBREW", "NORTHWIND"]
