"""A blind application is shown to its organization with a step ahead, and never otherwise."""

from datetime import datetime

from trellis.domain.jobs import events
from trellis.domain.jobs.models import Application, Reveal
from trellis.domain.jobs.rules.blindness import REVEALING, is_blind
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.organizations.models import Membership


def reveal(application: Application, decision: Stage, *, member: Membership, now: datetime) -> None:
    """Let a blind application be seen with this decision, and log that; in its transaction, which saves."""
    if not is_blind(application) or decision not in REVEALING:
        return
    application.is_blind = False
    Reveal.objects.create(application=application, revealed_by=member.user, revealed_at=now, why=decision)
    data = events.Applied(posting_id=application.posting_id, candidate_id=application.candidate_id)
    events.application_revealed.publish(
        actor_id=member.user_id,
        subject=application,
        now=now,
        tenant_id=application.organization_id,
        data=data,
    )
