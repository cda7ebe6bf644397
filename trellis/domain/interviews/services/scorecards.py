"""What each interviewer thinks of the candidate: their scorecards."""

from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.domain.interviews import events
from trellis.domain.interviews.models import Scorecard, VideoSession
from trellis.domain.interviews.rules.scores import refuse_off_scale
from trellis.domain.interviews.services.sessions import locked_session
from trellis.domain.organizations.models import Membership


def save_scorecard(
    *, session: VideoSession, fields: dict[str, Any], member: Membership, now: datetime
) -> Scorecard:
    """Write the member's own scorecard, also after the end. Raises UnknownSession, ScoresOffScale.

    `fields` are `scores` and `notes`.
    """
    with transaction.atomic():
        row = locked_session(session, even_ended=True)
        refuse_off_scale(fields["scores"], scale=row.score_scale)
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
