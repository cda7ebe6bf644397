"""A yes or a no to a proposal. A yes is of one act, with its content and its price, and is spent once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.core.refusals import Refusal
from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Action, Agent, Proposal
from trellis.domain.assistant.refusals import Changed, Decided, NoProposal, OtherAct
from trellis.domain.assistant.rules.acts import ActKind, Outcome, fingerprint_of
from trellis.domain.assistant.services.acting import log, perform
from trellis.domain.assistant.services.agents import locked_agent
from trellis.domain.assistant.services.deeds.table import DEEDS
from trellis.domain.assistant.services.proposing import end, put_forward

_CHANGED = "It was proposed otherwise, and has changed since."


@retried_once
def approve(*, user: User, proposal_id: UUID, fingerprint: str | None, now: datetime) -> Action:
    """Do what was proposed, once, if it is still the same; `fingerprint` is that of what was approved.

    Raises NotForThem, NoAgent, NoProposal, OtherAct, Decided; Changed, with a new proposal, where content or
    price are others by now; and what the act refuses, which is in the log as failed then.
    """
    with transaction.atomic():
        agent = locked_agent(user)
        proposal = _open(agent, proposal_id, now)
        if isinstance(proposal, Proposal) and fingerprint not in (None, proposal.fingerprint):
            raise OtherAct
        outcome = _done(agent, proposal, now) if isinstance(proposal, Proposal) else proposal
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def decline(*, user: User, proposal_id: UUID, now: datetime) -> Proposal:
    """Say no to a proposal; said again it stays so. Raises NotForThem, NoAgent, NoProposal, Decided."""
    with transaction.atomic():
        agent = locked_agent(user)
        proposal = _of(agent, proposal_id)
        if proposal.outcome == Outcome.DECLINED:
            return proposal
        found = _open(agent, proposal_id, now)
        if isinstance(found, Proposal):
            end(found, Outcome.DECLINED, now)
            return found
    raise found


def _of(agent: Agent, proposal_id: UUID) -> Proposal:
    found = Proposal.objects.filter(agent=agent, public_id=proposal_id).first()
    if found is None:
        raise NoProposal
    found.agent = agent
    return found


def _open(agent: Agent, proposal_id: UUID, now: datetime) -> Proposal | Decided:
    """Return a proposal that waits, else why it does not; one whose time is over ends by that."""
    proposal = _of(agent, proposal_id)
    if proposal.outcome == Outcome.OPEN and proposal.expires_at > now:
        return proposal
    if proposal.outcome == Outcome.OPEN:
        end(proposal, Outcome.EXPIRED, now)
    newer = Proposal.objects.filter(agent=agent, kind=proposal.kind, outcome=Outcome.OPEN).first()
    return Decided(proposal.outcome, newer.public_id if newer else None)


def _done(agent: Agent, proposal: Proposal, now: datetime) -> Action | Refusal:
    kind = ActKind(proposal.kind)
    try:
        with transaction.atomic():
            fresh = DEEDS[kind].fill(agent.user, proposal.details, now)
    except Refusal as refusal:
        end(proposal, Outcome.FAILED, now)
        log(agent, kind, proposal.details, {}, now, refusal=refusal, proposal=proposal)
        return refusal
    if fingerprint_of(kind, fresh) != proposal.fingerprint:
        return Changed(put_forward(agent, kind, fresh, _CHANGED, now).public_id)
    action, why = perform(agent, kind, fresh, now, proposal)
    end(proposal, Outcome.FAILED if why else Outcome.APPROVED, now)
    return why or action
