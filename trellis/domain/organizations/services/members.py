"""What can happen to the people of an organization: another role, and leaving.

The organization's row is the lock of its people: who changes them holds it, so that what is checked (is
this the last owner, may the actor still do this) is still so when it is written.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.realtime import check_sockets
from trellis.domain.accounts.queries import person_room
from trellis.domain.organizations import events
from trellis.domain.organizations.models import Invitation, Membership, Organization
from trellis.domain.organizations.queries import active_member
from trellis.domain.organizations.refusals import LastOwner, NotAllowed, UnknownOrganization
from trellis.domain.organizations.rights import Grant, OrganizationRight, Role, grant
from trellis.domain.organizations.rules.members import refuse_owners_matter
from trellis.domain.organizations.services.current import lock_account, make_last_joined_current


def change_role(*, actor: Membership, user_id: int, role: Role, now: datetime) -> Membership:
    """Give the member another role; the one they have changes nothing.

    Raises UnknownMember, LastOwner, and NotAllowed: only owners make and unmake owners.
    """
    with transaction.atomic():
        acting = lock_people(actor)
        member = active_member(acting.organization_id, user_id)
        if grant(acting.role, OrganizationRight.MANAGE_MEMBERS) is not Grant.ALL:
            raise NotAllowed
        refuse_owners_matter(acting, member.role, role)
        if member.role == role:
            return member
        _refuse_last_owner(member)
        was, member.role = member.role, role
        member.save(update_fields=["role"])
        _revoke_what_they_offered(member, now=now)
        events.member_role_changed.publish(
            actor_id=acting.user_id,
            subject=member,
            now=now,
            tenant_id=member.organization_id,
            data={"user_id": member.user_id, "changes": {"role": [was, member.role]}},
        )
    return member


def let_go(*, actor: Membership, user_id: int, now: datetime) -> None:
    """End a membership: anybody's own, others' for whom the role reaches that far.

    Their access tokens live on and give no right here, since every request asks the database, and every
    open socket does at once. Raises UnknownMember, NotAllowed and LastOwner.
    """
    with transaction.atomic():
        acting = lock_people(actor)
        member = active_member(acting.organization_id, user_id)
        reach = grant(acting.role, OrganizationRight.REMOVE_MEMBERS)
        if reach is not Grant.ALL and member.pk != acting.pk:
            raise NotAllowed
        refuse_owners_matter(acting, member.role)
        _refuse_last_owner(member)
        lock_account(member.user_id)
        member.is_active, member.is_current, member.left_at = False, False, now
        member.save(update_fields=["is_active", "is_current", "left_at"])
        make_last_joined_current(member.user_id)
        _revoke_what_they_offered(member, now=now)
        check_sockets([person_room(member.user_id)])
        events.member_left.publish(
            actor_id=acting.user_id,
            subject=member,
            now=now,
            tenant_id=member.organization_id,
            data={"user_id": member.user_id, "role": member.role},
        )


def lock_people(actor: Membership) -> Membership:
    """Hold the lock on the organization's people, and return the actor's membership as it is now.

    Must be called inside a transaction. Raises NotAllowed for who has left meanwhile.
    """
    lock_organization(actor.organization_id)
    acting = Membership.objects.select_related("user").filter(pk=actor.pk, is_active=True).first()
    if acting is None:
        raise NotAllowed
    return acting


def lock_organization(organization_id: UUID) -> Organization:
    """Hold the lock on the organization's people until the transaction ends; raise UnknownOrganization."""
    # NO KEY: rows that point at the organization can be inserted meanwhile.
    rows = Organization.objects.select_for_update(no_key=True).filter(pk=organization_id)
    organization = rows.first()
    if organization is None:
        raise UnknownOrganization
    return organization


def _refuse_last_owner(member: Membership) -> None:
    """Raise LastOwner if the member is the only owner whose account works."""
    if member.role != Role.OWNER:
        return
    others = Membership.objects.filter(
        organization_id=member.organization_id, role=Role.OWNER, is_active=True, user__is_active=True
    ).exclude(pk=member.pk)
    if not others.exists():
        raise LastOwner


def _revoke_what_they_offered(member: Membership, *, now: datetime) -> None:
    """Revoke the open invitations that the member could not send any more.

    Else somebody could invite another address of their own, be let go, and come back.
    """
    offered = Invitation.objects.filter(
        organization_id=member.organization_id,
        invited_by_id=member.user_id,
        accepted_at=None,
        revoked_at=None,
    )
    if member.is_active and grant(member.role, OrganizationRight.MANAGE_MEMBERS) is Grant.ALL:
        offered = offered.filter(role=Role.OWNER) if member.role != Role.OWNER else offered.none()
    offered.update(revoked_at=now)
