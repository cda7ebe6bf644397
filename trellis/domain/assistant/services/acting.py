"""An agent acts: at once where its person allowed that, within limits; else it proposes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.core.refusals import Refusal
from trellis.core.tasks import enqueue
from trellis.domain.accounts.models import User
from trellis.domain.assistant import tasks
from trellis.domain.assistant.events import act_failed, acted, facts_of
from trellis.domain.assistant.models import Action, Agent, Proposal
from trellis.domain.assistant.queries.allowance import why_ask
from trellis.domain.assistant.rules.acts import DELAYED, TYPE_OF, UNDO_FOR, ActionStatus, ActKind
from trellis.domain.assistant.rules.limits import LONGEST_SENTENCE
from trellis.domain.assistant.services.agents import locked_agent
from trellis.domain.assistant.services.deeds.table import DEEDS
from trellis.domain.assistant.services.proposing import put_forward

# So that a clock that is a little behind does not do it while it can still be undone.
_AFTERWARDS = timedelta(seconds=1)


@retried_once
def propose_or_act(
    *, user: User, kind: ActKind, details: Mapping[str, Any], now: datetime
) -> Proposal | Action:
    """Do it at once where the agent may, and log it; else propose it, saying why it asks.

    Raises NotForThem, NoAgent, and what the act refuses; one that was begun is in the log as failed then.
    """
    with transaction.atomic():
        agent = locked_agent(user)
        filled = DEEDS[kind].fill(agent.user, details, now)
        why = why_ask(agent, kind, filled, now=now)
        if why is not None:
            return put_forward(agent, kind, filled, why, now)
        action, refusal = perform(agent, kind, filled, now)
    if refusal is not None:
        raise refusal
    return action


def perform(
    agent: Agent, kind: ActKind, filled: Mapping[str, Any], now: datetime, proposal: Proposal | None = None
) -> tuple[Action, Refusal | None]:
    """Do an act in the caller's transaction, and log it, also where it is refused: then with the refusal.

    What is delayed is written down, and a job does it. Needs the agent's lock.
    """
    told, refusal = DEEDS[kind].told(agent.user, filled), None
    if kind not in DELAYED:
        try:
            with transaction.atomic():
                told |= DEEDS[kind].do(agent.user, filled, now)
        except Refusal as exc:
            refusal = exc
    action = log(agent, kind, filled, told, now, refusal=refusal, proposal=proposal)
    if kind in DELAYED:
        enqueue(tasks.settle_action, wait=UNDO_FOR + _AFTERWARDS, action_id=action.pk)
    return action, refusal


def log(
    agent: Agent,
    kind: ActKind,
    filled: Mapping[str, Any],
    told: Mapping[str, Any],
    now: datetime,
    *,
    refusal: Refusal | None,
    proposal: Proposal | None,
) -> Action:
    """Write an act down as it stands, and tell of it; in the caller's transaction."""
    status = ActionStatus.WAITING if kind in DELAYED else ActionStatus.DONE
    is_undone_easily = kind in DELAYED or DEEDS[kind].take_back is not None
    action = Action.objects.create(
        agent=agent,
        kind=kind,
        action_type=TYPE_OF[kind],
        action_details=dict(told),
        content=dict(filled),
        status=ActionStatus.FAILED if refusal else status,
        reason=refusal.sentence[:LONGEST_SENTENCE] if refusal else "",
        amount_minor=filled["amount_minor"] if kind == ActKind.SCHEDULE else 0,
        currency=filled["currency"] if kind == ActKind.SCHEDULE else "",
        created_at=now,
        undo_until=now + UNDO_FOR if is_undone_easily and refusal is None else None,
        proposal=proposal,
    )
    happened = act_failed if refusal else acted
    happened.publish(actor_id=agent.user_id, subject=action, data=facts_of(action), now=now)
    return action
