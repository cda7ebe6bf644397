"""The meeting room of an interview: what a seat in it is, and what opens its door."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import CandidateInvitation, VideoSession

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


def invitation_named_by(token: str) -> UUID | None:
    """Return which invitation this is the token of; None for what is none of ours."""
    if not token.isascii():
        return None  # no signature can even be computed of it
    try:
        return UUID(signing.loads(token, salt=_SALT)["invitation"])
    except (signing.BadSignature, KeyError, ValueError, TypeError, AttributeError):
        return None


def seat_of_invitation(invitation: CandidateInvitation) -> Seat:
    """Return the seat that is kept for the invited."""
    name = invitation.name or invitation.email.partition("@")[0]
    return Seat(invitation.session, name, email=invitation.email, invitation_id=invitation.pk)
