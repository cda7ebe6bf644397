"""What can be asked of a session: its recordings, and what its scorecards come to."""

from dataclasses import dataclass

from django.db import connection

from trellis.domain.interviews.models import Recording, VideoSession

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
