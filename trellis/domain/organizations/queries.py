"""What can be asked of organizations."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership


def membership_of(user: User) -> Membership | None:
    """Return the account's active membership with its organization, if there is one."""
    return Membership.objects.select_related("organization", "user").filter(user=user, is_active=True).first()


def members_of(organization_id: UUID) -> QuerySet[Membership]:
    """Return the active members of an organization whose accounts are active."""
    return Membership.objects.filter(
        organization_id=organization_id, is_active=True, user__is_active=True
    ).select_related("user")


def token_claims(user: User) -> dict[str, Any]:
    """Return what clients of Talent Engine expect in an access token; nothing is decided by it."""
    member = membership_of(user)
    if member is None:
        return {}
    return {
        "tenant_id": str(member.organization_id),
        "tenant_domain": member.organization.domain,
        "job_role": member.job_role,
    }
