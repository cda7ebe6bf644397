"""What an agent has proposed and done."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Action, Agent, Proposal
from trellis.domain.assistant.refusals import NoAction
from trellis.domain.assistant.rules.acts import Outcome
from trellis.domain.notifications.models import Notification

# As the model has it.
SUCCESS_SQL = "CASE WHEN {status} = 'waiting' THEN NULL ELSE {status} <> 'failed' END"
BY_ITSELF_SQL = "{proposal_id} IS NULL"


def actions_of(agent: Agent) -> QuerySet[Action]:
    """Return what an agent did, or tried to, the latest first."""
    return Action.objects.filter(agent=agent).order_by("-pk")


def proposals_of(agent: Agent, *, is_open: bool, now: datetime) -> QuerySet[Proposal]:
    """Return what an agent has proposed, the latest first; of what `is_open` only that which waits."""
    rows = Proposal.objects.filter(agent=agent).order_by("-pk")
    return rows.filter(outcome=Outcome.OPEN, expires_at__gt=now) if is_open else rows


def action_of(agent: Agent, public_id: UUID) -> Action:
    """Return one of its acts; raise NoAction."""
    found = actions_of(agent).filter(public_id=public_id).first()
    if found is None:
        raise NoAction
    return found


def was_told(user: User, action: Action) -> bool:
    """Tell whether somebody finds a notice of an act among what they are told, which is read out to them."""
    told = Notification.objects.filter(recipient=user, is_listed=True)
    return told.filter(data__action_id=str(action.public_id)).exists()
