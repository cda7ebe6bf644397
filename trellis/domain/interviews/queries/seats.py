"""Whose seat is whose in an interview."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.writing.addresses import is_same_address
from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import CandidateInvitation, Participant, VideoSession
from trellis.domain.interviews.refusals import UnknownSession
from trellis.domain.interviews.rights import Right
from trellis.domain.interviews.rules.seats import Seat, invitation_named_by, seat_of_invitation
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.rights import Grant, grant


def seat_of_member(*, user: User, session_id: UUID) -> Seat | None:
    """Return the seat of a member of the session's tenant; None for everybody else."""
    member = membership_of(user)
    if member is None or grant(member.role, Right.READ_INTERVIEWS) is Grant.NONE:
        return None
    session = VideoSession.objects.of(member.organization_id).filter(pk=session_id).first()
    if session is None:
        return None
    may_manage = grant(member.role, Right.MANAGE_INTERVIEWS) is Grant.ALL
    return Seat(session, user.full_name or user.username, user=user, may_manage=may_manage)


def seat_of_candidate(*, token: str, session_id: UUID, now: datetime) -> Seat | None:
    """Return the seat that a mailed invitation gives; None for one that is forged, expired or revoked."""
    invitation_id = invitation_named_by(token)
    if invitation_id is None:
        return None
    rows = CandidateInvitation.objects.select_related("session")
    found = rows.filter(pk=invitation_id, session_id=session_id, revoked_at=None, expires_at__gt=now).first()
    return seat_of_invitation(found) if found is not None else None


def seat_for(own: Seat, *, email: str | None, now: datetime) -> Seat | None:
    """Return the seat that a member who has `own` may take: that one, or that of the candidate at `email`.

    A member who may manage the session lets a candidate in, mutes them, shows them out, invited or not;
    None for any other.
    """
    if email is None or (own.user is not None and is_same_address(email, own.user.email)):
        return own
    if not own.may_manage:
        return None
    invitation = open_invitation(session=own.session, email=email, now=now)
    return seat_of_invitation(invitation) if invitation else _seat_of_uninvited(own.session, email)


def seat_at(*, session: VideoSession, email: str, now: datetime) -> Seat | None:
    """Return the seat of the candidate at this address, invited or not, for callers who need prove nothing.

    None where their invitation was revoked or has expired: somebody has shut them out.
    """
    invitation = open_invitation(session=session, email=email, now=now)
    if invitation is not None:
        return seat_of_invitation(invitation)
    was_invited = CandidateInvitation.objects.filter(session=session, email__iexact=email).exists()
    return None if was_invited else _seat_of_uninvited(session, email)


def session_of_candidates(session_id: UUID) -> VideoSession:
    """Return the session, of whichever organization: candidates belong to none. Raises UnknownSession."""
    found = VideoSession.objects.of_all_tenants().filter(pk=session_id).first()
    if found is None:
        raise UnknownSession
    return found


def open_invitation(*, session: VideoSession, email: str, now: datetime) -> CandidateInvitation | None:
    """Return the invitation of this address to this session, if it is neither revoked nor expired."""
    rows = CandidateInvitation.objects.select_related("session")
    return rows.filter(session=session, email__iexact=email, revoked_at=None, expires_at__gt=now).first()


def participant_of(seat: Seat, among: QuerySet[Participant] | None = None) -> Participant | None:
    """Return the seat's row in the session, once they have joined; `among` says how to read it."""
    who = {"user": seat.user} if seat.user else {"candidate_email__iexact": seat.email}
    rows = Participant.objects.select_related("user") if among is None else among
    return rows.filter(session=seat.session, **who).order_by().first()


def _seat_of_uninvited(session: VideoSession, email: str) -> Seat:
    return Seat(session, email.partition("@")[0], email=email)
