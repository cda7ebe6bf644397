"""What can be asked of interviews: whose seat is whose, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from trellis.core.addresses import is_same_address
from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import CandidateInvitation, Participant, Recording, VideoSession
from trellis.domain.interviews.rights import Right
from trellis.domain.interviews.rules.seats import Seat, invitation_named_by, seat_of_invitation
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.rights import Grant, grant

# What lists print of a row, in SQL: a participant's names, and the key of a session's newest recording.
FIRST_NAME = "CASE WHEN {user_id} IS NULL THEN {candidate_name} ELSE {user.first_name} END"
LAST_NAME = "CASE WHEN {user_id} IS NULL THEN '' ELSE {user.last_name} END"
NEWEST_RECORDING = """(
    SELECT taken.id FROM interviews_recording AS taken
    WHERE taken.session_id = {id} AND taken.state <> 'failed'
    ORDER BY taken.started_at DESC, taken.id DESC LIMIT 1
)"""
# The mean of each criterion, and in the row without one that of all numbers given.
_AVERAGES = """
    SELECT given.criterion, round(avg(given.score::text::numeric), 2)::float8
    FROM interviews_scorecard AS card CROSS JOIN LATERAL jsonb_each(card.scores) AS given (criterion, score)
    WHERE card.session_id = %s
    GROUP BY GROUPING SETS ((given.criterion), ())
    ORDER BY grouping(given.criterion), given.criterion
"""


@dataclass(frozen=True)
class Averages:
    """The means of all scorecards of a session, to two decimals."""

    by_criterion: dict[str, float]
    overall: float | None


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
    if invitation is not None:
        return seat_of_invitation(invitation)
    return Seat(own.session, email.partition("@")[0], email=email)


def open_invitation(*, session: VideoSession, email: str, now: datetime) -> CandidateInvitation | None:
    """Return the invitation of this address to this session, if it is neither revoked nor expired."""
    rows = CandidateInvitation.objects.select_related("session")
    return rows.filter(session=session, email__iexact=email, revoked_at=None, expires_at__gt=now).first()


def participant_of(seat: Seat, among: QuerySet[Participant] | None = None) -> Participant | None:
    """Return the seat's row in the session, once they have joined; `among` says how to read it."""
    who = {"user": seat.user} if seat.user else {"candidate_email__iexact": seat.email}
    rows = Participant.objects.select_related("user") if among is None else among
    return rows.filter(session=seat.session, **who).order_by().first()


def newest_recording(session: VideoSession) -> Recording | None:
    """Return the newest recording that can, or will, be watched."""
    shown = session.recordings.exclude(state=Recording.State.FAILED)
    return shown.order_by("-started_at", "-id").first()


def averages_of(session: VideoSession) -> Averages:
    """Return what all scorecards of the session come to, with one query."""
    with connection.cursor() as cursor:
        cursor.execute(_AVERAGES, [session.pk])
        rows = cursor.fetchall()
    *criteria, (_, overall) = rows
    return Averages(dict(criteria), overall)
