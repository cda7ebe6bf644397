"""What this app publishes. The subject is the organization, of people their membership or invitation."""

from typing import Any, TypedDict

from trellis.core.events import ChangedTexts, DomainEvent, Nothing
from trellis.domain.organizations.models import Invitation, Membership, Organization


class OrganizationChanged(TypedDict):
    """Which fields: what they were and are is personal."""

    changes: dict[str, list[Any]]


class Invited(TypedDict):
    """As what somebody was invited; not whom."""

    role: str


class Joined(TypedDict):
    """Who came, as what, by which invitation."""

    user_id: int
    role: str
    invitation_id: str


class RoleChanged(TypedDict):
    """Whose role, and [from, to]."""

    user_id: int
    changes: dict[str, list[Any]]


class Left(TypedDict):
    """Who went, and what they were."""

    user_id: int
    role: str


class OrganizationDeleted(TypedDict):
    """Whose memberships have ended with it."""

    user_ids: list[int]


organization_created = DomainEvent("organization.created", Organization, Nothing)
organization_changed = DomainEvent("organization.changed", Organization, OrganizationChanged, ChangedTexts)
# Told while it is still there.
organization_deleted = DomainEvent("organization.deleted", Organization, OrganizationDeleted)
member_invited = DomainEvent("member.invited", Invitation, Invited)
invitation_revoked = DomainEvent("member.invitation_revoked", Invitation, Nothing)
member_joined = DomainEvent("member.joined", Membership, Joined)
member_role_changed = DomainEvent("member.role_changed", Membership, RoleChanged)
member_left = DomainEvent("member.left", Membership, Left)
