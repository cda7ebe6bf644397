"""What this app publishes, and the pools, which are kept by its signals (talent-pool-api.md)."""

from datetime import datetime

from trellis.core.events import DomainEvent
from trellis.domain.scouting.models import Talent

talent_onboarded = DomainEvent("talent.onboarded")
coach_onboarded = DomainEvent("coach.onboarded")
talent_posted = DomainEvent("talent.posted")
talent_selected = DomainEvent("talent.selected")
talent_rejected = DomainEvent("talent.rejected")


def join_every_pool(*, subject: Talent, now: datetime) -> None:
    """Put a talent into the pool of every coach, of today and to come.

    One row changes however many coaches there are: docs/decisions/pool-is-a-difference.md.
    """
    subject.pool_joined_at = now
    subject.save(update_fields=["pool_joined_at"])
