"""Half a minute in which what an agent did can be had back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.db.errors import retried_once
from trellis.core.refusals import Refusal
from trellis.domain.accounts.models import User
from trellis.domain.assistant.events import act_undone, facts_of, undo_failed
from trellis.domain.assistant.models import Action, Agent
from trellis.domain.assistant.refusals import NoAction, NotToUndo, TooLateToUndo, UndoFailed
from trellis.domain.assistant.rules.acts import DELAYED, ActionStatus, ActKind
from trellis.domain.assistant.services.agents import locked_agent
from trellis.domain.assistant.services.deeds.table import DEEDS


@retried_once
def undo(*, user: User, action_id: UUID, now: datetime) -> Action:
    """Have back what was done within the last 30 seconds; said again it is the same.

    What cannot be had back stands, and is shown so: UndoFailed. Raises NotForThem, NoAgent, NoAction,
    NotToUndo and TooLateToUndo.
    """
    with transaction.atomic():
        agent = locked_agent(user)
        action = _of(agent, action_id)
        if action.status == ActionStatus.UNDONE:
            return action
        if action.status == ActionStatus.FAILED or action.undo_until is None:
            raise NotToUndo
        if now > action.undo_until or _is_settled(action):
            raise TooLateToUndo
        why = _taken_back(agent, action, now)
        if why is None:
            set_columns(action, status=ActionStatus.UNDONE, undone_at=now)
            act_undone.publish(actor_id=user.pk, subject=action, data=facts_of(action), now=now)
            return action
        set_columns(action, undo_failed_at=now)
        undo_failed.publish(actor_id=user.pk, subject=action, data=facts_of(action), now=now)
    raise UndoFailed(why)


def _is_settled(action: Action) -> bool:
    """Tell whether what waited was done, by a clock that is ahead of ours."""
    return action.kind in DELAYED and action.status == ActionStatus.DONE


def _taken_back(agent: Agent, action: Action, now: datetime) -> str | None:
    """Take back what was done, if anything was yet; return why that could not be."""
    take_back = DEEDS[ActKind(action.kind)].take_back
    if action.status == ActionStatus.WAITING or take_back is None:
        return None  # it was not done yet
    try:
        with transaction.atomic():
            take_back(agent.user, action, now)
    except Refusal as refusal:
        return refusal.sentence
    return None


def _of(agent: Agent, action_id: UUID) -> Action:
    action = Action.objects.filter(agent=agent, public_id=action_id).first()
    if action is None:
        raise NoAction
    action.agent = agent
    return action
