"""An act is put before somebody, to be approved or not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.domain.accounts.models import User
from trellis.domain.assistant.events import act_proposed, proposal_ended
from trellis.domain.assistant.models import Agent, Proposal
from trellis.domain.assistant.rules.acts import PROPOSED_FOR, ActKind, Outcome, fingerprint_of
from trellis.domain.assistant.rules.limits import LONGEST_PREVIEW, LONGEST_SENTENCE
from trellis.domain.assistant.services.agents import locked_agent
from trellis.domain.assistant.services.deeds.table import DEEDS

_ASKED = "It was to be asked for."


def propose(
    *, user: User, kind: ActKind, details: Mapping[str, Any], now: datetime, why: str = _ASKED
) -> Proposal:
    """Put an act before somebody, in place of what waits of this kind; `why` says why it is not done.

    Raises NotForThem, NoAgent, and what filling in the act refuses.
    """
    with transaction.atomic():
        agent = locked_agent(user)
        filled = DEEDS[kind].fill(agent.user, details, now)
        return put_forward(agent, kind, filled, why, now)


def put_forward(agent: Agent, kind: ActKind, filled: Mapping[str, Any], why: str, now: datetime) -> Proposal:
    """Write a proposal down in the caller's transaction, which has the agent's lock."""
    waiting = Proposal.objects.filter(agent=agent, kind=kind, outcome=Outcome.OPEN).first()
    if waiting is not None:
        end(waiting, Outcome.EXPIRED if waiting.expires_at <= now else Outcome.SUPERSEDED, now)
    proposal = Proposal.objects.create(
        agent=agent,
        kind=kind,
        details=dict(filled),
        fingerprint=fingerprint_of(kind, filled),
        preview=DEEDS[kind].preview(agent.user, filled)[:LONGEST_PREVIEW],
        why=why[:LONGEST_SENTENCE],
        created_at=now,
        expires_at=now + PROPOSED_FOR,
    )
    act_proposed.publish(actor_id=agent.user_id, subject=proposal, data={"kind": str(kind)}, now=now)
    return proposal


def end(proposal: Proposal, outcome: Outcome, now: datetime) -> None:
    """Close a proposal in the caller's transaction."""
    set_columns(proposal, outcome=outcome, decided_at=now)
    proposal_ended.publish(
        actor_id=proposal.agent.user_id,
        subject=proposal,
        data={"kind": str(proposal.kind), "status": str(outcome)},
        now=now,
    )
