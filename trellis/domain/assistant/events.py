"""What this app publishes."""

from typing import TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.assistant.models import Action, Agent, Profiling, Proposal


class Acted(TypedDict):
    """Of an act: what kind it is, and whether the agent decided on it by itself."""

    kind: str
    by_itself: bool


class Proposed(TypedDict):
    """What kind of act waits for a yes."""

    kind: str


class ProposalEnded(TypedDict):
    """How a proposal ended."""

    kind: str
    status: str


profiling_started = DomainEvent("profiling.started", Profiling, Nothing)
profiling_completed = DomainEvent("profiling.completed", Profiling, Nothing)
agent_created = DomainEvent("agent.created", Agent, Nothing)
agent_changed = DomainEvent("agent.changed", Agent, Nothing)
act_proposed = DomainEvent("agent.act_proposed", Proposal, Proposed)
proposal_ended = DomainEvent("agent.proposal_ended", Proposal, ProposalEnded)
# It is done, or waits until it can no longer be undone.
acted = DomainEvent("agent.acted", Action, Acted)
act_settled = DomainEvent("agent.act_settled", Action, Acted)
act_failed = DomainEvent("agent.act_failed", Action, Acted)
act_undone = DomainEvent("agent.act_undone", Action, Acted)
undo_failed = DomainEvent("agent.undo_failed", Action, Acted)


def facts_of(action: Action) -> Acted:
    """Return what is told of an act."""
    return {"kind": str(action.kind), "by_itself": action.proposal_id is None}
