"""Inviting candidates into one session, by a mailed link."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.events import Data, DomainEvent
from trellis.core.throttling import take
from trellis.domain.accounts.rules import folded
from trellis.domain.interviews import events
from trellis.domain.interviews.models import CandidateInvitation, Participant, VideoSession
from trellis.domain.interviews.notices import mail_invitation, push, push_participant
from trellis.domain.interviews.queries.seats import participant_of
from trellis.domain.interviews.refusals import TooManyInvitations, UnknownInvitation
from trellis.domain.interviews.rules.limits import INVITED_FOR, MOST_INVITATIONS
from trellis.domain.interviews.rules.seats import Seat, seat_of_invitation
from trellis.domain.interviews.services.sessions import locked_session
from trellis.domain.organizations.models import Membership


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
        invitation.expires_at = now + INVITED_FOR
        invitation.save()
        told = events.CandidateInvited(invitation_id=str(invitation.pk), is_new=is_new)
        _publish(events.candidate_invited, invitation, told, member, now)
        mail_invitation(invitation, member, now)
    return invitation, is_new


def revoke(*, session: VideoSession, invitation_id: UUID, member: Membership, now: datetime) -> None:
    """Make the link worthless, and have its bearer leave. Raises UnknownInvitation."""
    with transaction.atomic():
        row = locked_session(session, even_ended=True)
        open_ones = CandidateInvitation.objects.filter(session=row, revoked_at=None)
        invitation = open_ones.filter(pk=invitation_id).first()
        if invitation is None:
            raise UnknownInvitation
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        told = events.InvitationRevoked(invitation_id=str(invitation.pk))
        _publish(events.invitation_revoked, invitation, told, member, now)
        push(row.pk, "revoked", email=invitation.email)
        _show_out(seat_of_invitation(invitation), now)


def _show_out(seat: Seat, now: datetime) -> None:
    rows = Participant.objects.select_for_update(of=("self",)).select_related("user")
    participant = participant_of(seat, rows.filter(left_at=None))
    if participant is not None:
        participant.left_at = now
        participant.save(update_fields=["left_at"])
        push_participant(participant, "left")


def _count_mail(email: str, organization_id: UUID) -> None:
    tenant = str(organization_id)
    take({"interview_invitation": f"{tenant}:{folded(email)}", "interview_invitation_of": tenant})


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
