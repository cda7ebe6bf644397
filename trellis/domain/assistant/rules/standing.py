"""Where an act and a proposal stand."""

from datetime import datetime

from trellis.domain.assistant.models import Action, Proposal
from trellis.domain.assistant.rules.acts import ActionStatus, Outcome


def has_succeeded(action: Action) -> bool | None:
    """Tell whether an act came to something, also where that was undone; None while it waits."""
    if action.status == ActionStatus.WAITING:
        return None
    return action.status != ActionStatus.FAILED


def standing_of(proposal: Proposal, now: datetime) -> str:
    """Return where a proposal stands: one whose time is over has ended, swept up or not."""
    if proposal.outcome == Outcome.OPEN and proposal.expires_at <= now:
        return Outcome.EXPIRED
    return proposal.outcome
