"""Inviting candidates into one session, by a mailed link."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string

from trellis.core.events import Data, DomainEvent
from trellis.core.links import link_to
from trellis.core.post import mail
from trellis.core.throttling import take
from trellis.domain.accounts.attempts import folded
from trellis.domain.interviews import events
from trellis.domain.interviews.models import CandidateInvitation, Participant, VideoSession
from trellis.domain.interviews.pushes import tell, tell_of_participant
from trellis.domain.interviews.refusals import TooManyInvitations
from trellis.domain.interviews.rooms import Seat, invitation_token, participant_of, seat_of_invitation
from trellis.domain.interviews.sessions import locked_session
from trellis.domain.organizations.models import Membership

LIFETIME = timedelta(days=30)
MOST_INVITATIONS = 100  # open ones of one session


def invite(
    *, session: VideoSession, email: str, name: str = "", member: Membership, now: datetime
) -> tuple[CandidateInvitation, bool]:
    """Mail the candidate a link into the session; return the invitation, and whether it is new.

    Who is invited already gets the mail again, and more time. Raises SessionEnded, TooManyInvitations and
    TooMany.
    """
    _count_mail(email, member.organization_id)
    with transaction.atomic():
        row = locked_session(session)
        open_ones = CandidateInvitation.objects.filter(session=row, revoked_at=None)
        invitation = open_ones.filter(email__iexact=email).first()
        is_new = invitation is None
        if invitation is None:
            if open_ones.count() >= MOST_INVITATIONS:
                raise TooManyInvitations(MOST_INVITATIONS)
            invitation = CandidateInvitation(session=row, email=email, created_at=now)
        invitation.session, invitation.invited_by = row, member.user
        invitation.name = name or invitation.name
        invitation.expires_at = now + LIFETIME
        invitation.save()
        told = events.CandidateInvited(invitation_id=str(invitation.pk), is_new=is_new)
        _publish(events.candidate_invited, invitation, told, member, now)
        _send(invitation, member, now)
    return invitation, is_new


def seat_for(own: Seat, *, email: str | None, now: datetime) -> Seat | None:
    """Return the seat that a member who has `own` may take: that one, or that of the candidate at `email`.

    A member who may manage the session lets a candidate in, mutes them, shows them out, invited or not;
    None for any other.
    """
    if email is None or (own.user is not None and email.lower() == own.user.email.lower()):
        return own
    if not own.may_manage:
        return None
    invitation = open_invitation(session=own.session, email=email, now=now)
    if invitation is not None:
        return seat_of_invitation(invitation)
    return Seat(own.session, email.partition("@")[0], email=email)


def revoke(*, session: VideoSession, invitation_id: UUID, member: Membership, now: datetime) -> None:
    """Make the link worthless, and have its bearer leave. Raises CandidateInvitation.DoesNotExist."""
    with transaction.atomic():
        row = locked_session(session, even_ended=True)
        invitation = CandidateInvitation.objects.get(session=row, pk=invitation_id, revoked_at=None)
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        told = events.InvitationRevoked(invitation_id=str(invitation.pk))
        _publish(events.invitation_revoked, invitation, told, member, now)
        tell(row.pk, "revoked", email=invitation.email)
        _show_out(seat_of_invitation(invitation), now)


def open_invitation(*, session: VideoSession, email: str, now: datetime) -> CandidateInvitation | None:
    """Return the invitation of this address to this session, if it is neither revoked nor expired."""
    rows = CandidateInvitation.objects.select_related("session")
    return rows.filter(session=session, email__iexact=email, revoked_at=None, expires_at__gt=now).first()


def link_of(invitation: CandidateInvitation) -> str:
    """Return the address that lets the candidate in."""
    query = {"invitation": invitation_token(invitation)}
    return link_to("web:interview", session_id=invitation.session_id, query=query)


def _show_out(seat: Seat, now: datetime) -> None:
    rows = Participant.objects.select_for_update(of=("self",)).select_related("user")
    participant = participant_of(seat, rows.filter(left_at=None))
    if participant is not None:
        participant.left_at = now
        participant.save(update_fields=["left_at"])
        tell_of_participant(participant, "left")


def _count_mail(email: str, organization_id: UUID) -> None:
    tenant = str(organization_id)
    take({"interview_invitation": f"{tenant}:{folded(email)}", "interview_invitation_of": tenant})


def _send(invitation: CandidateInvitation, member: Membership, now: datetime) -> None:
    tenant = member.organization.name
    context: dict[str, Any] = {
        "name": invitation.name,
        "tenant": tenant,
        "inviter": member.user.full_name or member.user.username,
        "url": link_of(invitation),
        "until": f"{invitation.expires_at:%d %B %Y}",
    }
    mail.send(
        to=invitation.email,
        subject=f"{tenant} invites you to a video interview",
        text=render_to_string("interviews/invitation.txt", context),
        html=render_to_string("interviews/invitation.html", context),
        now=now,
    )


def _publish(
    event: DomainEvent[VideoSession, Data],
    invitation: CandidateInvitation,
    data: Data,
    member: Membership,
    now: datetime,
) -> None:
    event.publish(
        actor_id=member.user_id,
        subject=invitation.session,
        now=now,
        tenant_id=member.organization_id,
        data=data,
    )
