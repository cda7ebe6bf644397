"""What waited until it could no longer be undone is done."""

from datetime import datetime, timedelta

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.db.errors import retried_once
from trellis.core.refusals import Refusal
from trellis.domain.assistant.events import act_failed, act_settled, facts_of
from trellis.domain.assistant.models import Action, Agent
from trellis.domain.assistant.rules.acts import ActionStatus, ActKind, fingerprint_of
from trellis.domain.assistant.rules.limits import LONGEST_SENTENCE
from trellis.domain.assistant.services.deeds.table import DEEDS

# Until then what somebody decided is done under the terms of the moment at which they did.
_IN_TIME = timedelta(minutes=5)
_CHANGED = "It has changed since, and was left as it is."


@retried_once
def settle(*, action_id: int, now: datetime) -> None:
    """Do what waits, as it was decided on; what was undone, or done before, stays so.

    Where it is no longer the same, or cannot be done, it has failed, and its person is told.
    """
    with transaction.atomic():
        action = _waiting(action_id, now)
        if action is None:
            return
        why = _settled(action, now)
        if why is None:
            set_columns(action, status=ActionStatus.DONE)
        else:
            set_columns(action, status=ActionStatus.FAILED, reason=why[:LONGEST_SENTENCE])
        happened = act_settled if why is None else act_failed
        happened.publish(actor_id=action.agent.user_id, subject=action, data=facts_of(action), now=now)


def settle_due(*, now: datetime) -> None:
    """Do all that waits and is due: where a job was lost."""
    due = Action.objects.filter(status=ActionStatus.WAITING, undo_until__lt=now)
    for key in list(due.order_by("pk").values_list("pk", flat=True)):
        settle(action_id=key, now=now)


def _waiting(action_id: int, now: datetime) -> Action | None:
    """Return an act that is to be done now, alone with its agent."""
    agents = Agent.objects.select_related("user").select_for_update(of=("self",), no_key=True)
    agent = agents.filter(actions=action_id).first()
    action = Action.objects.filter(pk=action_id, status=ActionStatus.WAITING, undo_until__lt=now).first()
    if agent is None or action is None:
        return None
    action.agent = agent
    return action


def _settled(action: Action, now: datetime) -> str | None:
    """Do it, and return None, or why it could not be done."""
    deed, user = DEEDS[ActKind(action.kind)], action.agent.user
    is_in_time = now - action.created_at <= _IN_TIME
    as_of = action.created_at if is_in_time else now
    try:
        with transaction.atomic():
            fresh = deed.fill(user, action.content, as_of)
            if fingerprint_of(action.kind, fresh) != fingerprint_of(action.kind, action.content):
                return _CHANGED
            deed.do(user, fresh, as_of)
    except Refusal as refusal:
        return refusal.sentence
    return None
