"""How far somebody's export and erasure are."""

from datetime import datetime
from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.rights import Role
from trellis.domain.privacy.models import DataExport, Erasure


def newest_export(user: User, *, now: datetime) -> DataExport | None:
    """Return the account's newest export that has not expired."""
    own = DataExport.objects.filter(user=user, expires_at__gt=now)
    return own.order_by("-requested_at", "-pk").first()


def newest_erasure(user: User) -> Erasure | None:
    """Return the account's newest erasure; one that can be seen by who is signed in was ended."""
    return Erasure.objects.filter(user=user).order_by("-begun_at", "-pk").first()


def left_without_owner(user: User) -> list[Organization]:
    """Return the organizations whose only owner with a working account is this one."""
    owners = Membership.objects.filter(role=Role.OWNER, is_active=True)
    own = owners.filter(user=user).values("organization")
    others = owners.filter(organization__in=own, user__is_active=True).exclude(user=user)
    found = Organization.objects.filter(pk__in=own).exclude(pk__in=others.values("organization"))
    return list(found.order_by("name", "pk"))


def owned_organizations(user: User) -> list[UUID]:
    """Return the keys of the organizations that the account owns, in the order in which they are locked."""
    own = Membership.objects.filter(user=user, role=Role.OWNER, is_active=True)
    return list(own.order_by("organization_id").values_list("organization_id", flat=True))
