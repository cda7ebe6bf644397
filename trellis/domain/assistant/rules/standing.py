"""Where a proposal stands."""

from datetime import datetime

from trellis.domain.assistant.models import Proposal
from trellis.domain.assistant.rules.acts import Outcome


def standing_of(proposal: Proposal, now: datetime) -> str:
    """Return where a proposal stands: one whose time is over has ended, swept up or not."""
    if proposal.outcome == Outcome.OPEN and proposal.expires_at <= now:
        return Outcome.EXPIRED
    return proposal.outcome
