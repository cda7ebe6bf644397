"""What can be asked of sessions: which there are, who was in one, its recordings and scorecards."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import (
    CandidateInvitation,
    Participant,
    Recording,
    Scorecard,
    VideoSession,
)
from trellis.domain.interviews.refusals import UnknownRecording, UnknownSession
from trellis.domain.jobs.models import Application

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


def sessions_of(organization_id: UUID) -> QuerySet[VideoSession]:
    """Return the sessions of an organization, the newest first."""
    return VideoSession.objects.of(organization_id).order_by("-created_at", "-pk")


def session_of(organization_id: UUID, session_id: UUID) -> VideoSession:
    """Return a session of the organization; raise UnknownSession."""
    found = VideoSession.objects.of(organization_id).filter(pk=session_id).first()
    if found is None:
        raise UnknownSession
    return found


def was_in(session: VideoSession, user: User) -> bool:
    """Tell whether the account has been in the session, now or before."""
    return Participant.objects.filter(session=session, user=user).exists()


def is_under_way(session: VideoSession) -> bool:
    """Tell whether somebody is in the session."""
    return Participant.objects.filter(session=session, left_at=None).exists()


def is_under_way_for(application: Application) -> bool:
    """Tell whether somebody is in a session of this application that is not over."""
    present = Participant.objects.filter(session__application=application, session__is_active=True)
    return present.filter(left_at=None).exists()


def invitations_to(session: VideoSession) -> QuerySet[CandidateInvitation]:
    """Return who was invited, the newest first; also whose invitation was revoked."""
    return CandidateInvitation.objects.filter(session=session).order_by("-created_at", "-pk")


def recordings_of(session: VideoSession) -> QuerySet[Recording]:
    """Return the recordings of a session, the newest first."""
    return Recording.objects.filter(session=session).order_by("-started_at", "-pk")


def recording_of(organization_id: UUID, session_id: UUID, recording_id: UUID) -> Recording:
    """Return a recording of a session of the organization, with the session; raise UnknownRecording."""
    rows = Recording.objects.select_related("session").filter(session__organization_id=organization_id)
    found = rows.filter(pk=recording_id, session_id=session_id).first()
    if found is None:
        raise UnknownRecording
    return found


def is_recorded(session_id: UUID) -> bool:
    """Tell whether a recording of the session is being made."""
    return Recording.objects.filter(session_id=session_id, state=Recording.State.RECORDING).exists()


def newest_recording(session: VideoSession) -> Recording | None:
    """Return the newest recording that can, or will, be watched."""
    shown = session.recordings.exclude(state=Recording.State.FAILED)
    return shown.order_by("-started_at", "-id").first()


def scorecards_of(session: VideoSession) -> QuerySet[Scorecard]:
    """Return the scorecards of a session, in the order in which they were begun."""
    return Scorecard.objects.filter(session=session).select_related("user", "session").order_by("pk")


def averages_of(session: VideoSession) -> Averages:
    """Return what all scorecards of the session come to, with one query."""
    with connection.cursor() as cursor:
        cursor.execute(_AVERAGES, [session.pk])
        rows = cursor.fetchall()
    *criteria, (_, overall) = rows
    return Averages(dict(criteria), overall)
