"""The meeting room of an interview: who has a seat in it, and whether its door is open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import CandidateInvitation, Participant, VideoSession
from trellis.domain.interviews.rights import Right
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.rights import Grant, grant

_SALT = "interviews.invitation"


@dataclass(frozen=True)
class Seat:
    """The place of a member of the tenant (`user`), or of a candidate (`email`).

    `may_manage` is the member's right to record and to write down what the panel agrees on.
    `invitation_id` is by what the candidate has it; a candidate whom a member lets in may be without.
    """

    session: VideoSession
    name: str
    user: User | None = None
    email: str | None = None
    may_manage: bool = False
    invitation_id: UUID | None = None

    @property
    def is_candidate(self) -> bool:
        """Whether it is the candidate's."""
        return self.user is None


def room_of(session_id: UUID) -> str:
    """Return the realtime room in which everything of this session is told."""
    return f"interview:{session_id}"


def invitation_token(invitation: CandidateInvitation) -> str:
    """Return what the mailed link carries: it opens this one session for this one address."""
    return signing.dumps({"invitation": str(invitation.pk)}, salt=_SALT)


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
    if not token.isascii():
        return None  # no signature can even be computed of it
    try:
        invitation_id = UUID(signing.loads(token, salt=_SALT)["invitation"])
    except (signing.BadSignature, KeyError, ValueError, TypeError, AttributeError):
        return None
    invitation = (
        CandidateInvitation.objects.select_related("session")
        .filter(pk=invitation_id, session_id=session_id, revoked_at=None, expires_at__gt=now)
        .first()
    )
    if invitation is None:
        return None
    return seat_of_invitation(invitation)


def seat_of_invitation(invitation: CandidateInvitation) -> Seat:
    """Return the seat that is kept for the invited."""
    name = invitation.name or invitation.email.partition("@")[0]
    return Seat(invitation.session, name, email=invitation.email, invitation_id=invitation.pk)


def participant_of(seat: Seat, among: QuerySet[Participant] | None = None) -> Participant | None:
    """Return the seat's row in the session, once they have joined; `among` says how to read it."""
    who = {"user": seat.user} if seat.user else {"candidate_email__iexact": seat.email}
    rows = Participant.objects.select_related("user") if among is None else among
    return rows.filter(session=seat.session, **who).order_by().first()
