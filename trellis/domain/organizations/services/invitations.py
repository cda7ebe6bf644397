"""Asking somebody to join an organization, by e-mail, and their yes."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from trellis.core.db.errors import constraint_of
from trellis.core.links import link_to
from trellis.core.post import mail
from trellis.core.throttling import take
from trellis.core.writing.addresses import is_same_address
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import folded
from trellis.domain.organizations import events
from trellis.domain.organizations.models import Invitation, Membership
from trellis.domain.organizations.queries import invitation_of, members_of, open_invitations
from trellis.domain.organizations.refusals import (
    AlreadyInvited,
    AlreadyMember,
    AnotherAddress,
    NotAllowed,
    UnknownInvitation,
)
from trellis.domain.organizations.rights import Grant, OrganizationRight, Role, grant
from trellis.domain.organizations.rules.invitations import LIFETIME, refuse_over, token_of
from trellis.domain.organizations.rules.members import refuse_owners_matter
from trellis.domain.organizations.services.current import lock_account, make_none_current
from trellis.domain.organizations.services.members import lock_organization, lock_people


def invite(*, actor: Membership, email: str, role: Role, now: datetime) -> Invitation:
    """Write an invitation and mail its link.

    Raises NotAllowed (nobody invites above their own role), AlreadyInvited and TooMany. An account that is a
    member elsewhere is invited like any other: who works where is not ours to tell.
    """
    _refuse_inviting(actor, role)
    _count(email, actor.organization_id)
    try:
        with transaction.atomic():
            acting = lock_people(actor)
            _refuse_inviting(acting, role)
            return _invite(acting, email, role, now)
    except IntegrityError as error:
        if constraint_of(error) == "invitation_one_open_per_address":
            raise AlreadyInvited from None
        raise


def accept(*, token: str, user: User, now: datetime) -> Membership:
    """Make the account a member by the invitation that the token names; it works once.

    Where they work already they go on working; from now on they act here. Raises InvalidInvitation,
    AnotherAddress, InvitationOver, and AlreadyMember for who is a member here already.
    """
    asked = invitation_of(token)
    if not is_same_address(asked.email, user.email):
        raise AnotherAddress
    try:
        with transaction.atomic():
            lock_organization(asked.organization_id)
            invitation = Invitation.objects.select_related("organization").get(pk=asked.pk)
            refuse_over(invitation, now=now)
            invitation.accepted_at = now
            invitation.save(update_fields=["accepted_at"])
            return _join(invitation, user, now)
    except IntegrityError as error:
        if constraint_of(error) == "membership_once":
            raise AlreadyMember from None
        raise


def revoke(*, actor: Membership, invitation_id: UUID, now: datetime) -> None:
    """Make the invitation's link worthless. Raises UnknownInvitation, NotAllowed."""
    with transaction.atomic():
        acting = lock_people(actor)
        invitation = open_invitations(acting.organization_id).filter(pk=invitation_id).first()
        if invitation is None:
            raise UnknownInvitation
        _refuse_inviting(acting, invitation.role)
        _revoke(invitation, actor_id=acting.user_id, now=now)


def _refuse_inviting(acting: Membership, role: str) -> None:
    """Raise NotAllowed for who may not invite somebody as this."""
    if grant(acting.role, OrganizationRight.MANAGE_MEMBERS) is not Grant.ALL:
        raise NotAllowed
    refuse_owners_matter(acting, role)


def _invite(acting: Membership, email: str, role: Role, now: datetime) -> Invitation:
    organization_id = acting.organization_id
    if members_of(organization_id).filter(user__email__iexact=email).exists():
        raise AlreadyInvited
    for old in open_invitations(organization_id).filter(email__iexact=email, expires_at__lte=now):
        _revoke(old, actor_id=acting.user_id, now=now)
    invitation = Invitation.objects.create(
        organization_id=organization_id,
        email=email,
        role=role,
        invited_by=acting.user,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    events.member_invited.publish(
        actor_id=acting.user_id,
        subject=invitation,
        now=now,
        tenant_id=organization_id,
        data={"role": role},
    )
    _mail(invitation, acting.user, now)
    return invitation


def _join(invitation: Invitation, user: User, now: datetime) -> Membership:
    lock_account(user.pk)
    make_none_current(user.pk)
    # Who was here before has a row already.
    member, _ = Membership.objects.update_or_create(
        organization_id=invitation.organization_id,
        user=user,
        is_active=False,
        defaults={
            "role": invitation.role,
            "is_active": True,
            "is_current": True,
            "joined_at": now,
            "left_at": None,
        },
    )
    events.member_joined.publish(
        actor_id=user.pk,
        subject=member,
        now=now,
        tenant_id=invitation.organization_id,
        data={"user_id": user.pk, "role": member.role, "invitation_id": str(invitation.pk)},
    )
    return member


def _revoke(invitation: Invitation, *, actor_id: int, now: datetime) -> None:
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    events.invitation_revoked.publish(
        actor_id=actor_id, subject=invitation, data={}, now=now, tenant_id=invitation.organization_id
    )


def _mail(invitation: Invitation, inviter: User, now: datetime) -> None:
    context = {
        "organization": invitation.organization.name,
        "inviter": inviter.full_name or inviter.email,
        "role": Role(invitation.role).label.lower(),
        "link": link_to("web:join", query={"token": token_of(invitation)}),
        "days": LIFETIME.days,
    }
    mail.send(
        to=invitation.email,
        subject=f"Join {invitation.organization.name} on Trellis",
        text=render_to_string("organizations/invitation.txt", context),
        html=render_to_string("organizations/invitation.html", context),
        now=now,
    )


def _count(email: str, organization_id: UUID) -> None:
    """Count a mail to this address, and of this organization: nobody's inbox is for others to fill."""
    take({"invitation": folded(email), "invitation_of": str(organization_id)})
