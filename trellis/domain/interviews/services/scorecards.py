"""What each interviewer thinks of the candidate, and what that comes to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from trellis.domain.interviews import events
from trellis.domain.interviews.models import Scorecard, VideoSession
from trellis.domain.interviews.services.sessions import locked_session
from trellis.domain.organizations.models import Membership

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


def save_scorecard(
    *, session: VideoSession, fields: dict[str, Any], member: Membership, now: datetime
) -> Scorecard:
    """Write the member's own scorecard, also after the end. Raises VideoSession.DoesNotExist.

    `fields` are `scores` and `notes`.
    """
    with transaction.atomic():
        row = locked_session(session, even_ended=True)
        card, _ = Scorecard.objects.select_related("user").update_or_create(
            session=row,
            user=member.user,
            defaults={**fields, "updated_at": now},
            create_defaults={**fields, "created_at": now, "updated_at": now},
        )
        events.scorecard_saved.publish(
            actor_id=member.user_id,
            subject=row,
            now=now,
            tenant_id=row.organization_id,
            data={"scorecard_id": card.pk, "criteria": len(card.scores)},
        )
    return card


def averages_of(session: VideoSession) -> Averages:
    """Return what all scorecards of the session come to, with one query."""
    with connection.cursor() as cursor:
        cursor.execute(_AVERAGES, [session.pk])
        rows = cursor.fetchall()
    *criteria, (_, overall) = rows
    return Averages(dict(criteria), overall)
