"""An agent answers a message for its person, or drafts an answer."""

from datetime import datetime
from uuid import UUID

from trellis.core.post.mail import one_line
from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Action, Agent, Proposal
from trellis.domain.assistant.queries.agents import own_agent
from trellis.domain.assistant.queries.messages import message_to, next_session_with
from trellis.domain.assistant.rules.acts import ActKind
from trellis.domain.assistant.rules.answers import Draft, Facts, draft
from trellis.domain.assistant.rules.manners import Tone, Verbosity
from trellis.domain.assistant.services.acting import propose_or_act
from trellis.domain.assistant.services.proposing import propose
from trellis.domain.messaging.models import Message
from trellis.domain.notifications.rules import name_of, span, zone_of
from trellis.domain.profiles.queries import profile_of

_A_DRAFT = "You asked for a draft."


def respond(*, user: User, message_id: UUID, auto_respond: bool, now: datetime) -> Proposal | Action:
    """Draft an answer to a message; send it where that is wanted, and the agent may.

    The draft is a proposal otherwise. Raises NotForThem, NoAgent, UnknownMessage, and what the sending
    refuses.
    """
    agent = own_agent(user)
    message = message_to(user, message_id)
    answer = _drafted(agent, message, now)
    details = {"reply_to": message.pk, "text": answer.text, "drafted": True, "ask": answer.ask}
    if not auto_respond:
        return propose(user=user, kind=ActKind.SEND, details=details, now=now, why=_A_DRAFT)
    return propose_or_act(user=user, kind=ActKind.SEND, details=details, now=now)


def _drafted(agent: Agent, message: Message, now: datetime) -> Draft:
    """Return an answer of facts of the two people alone; in a group not even these are told."""
    user, sender = agent.user, message.sender
    planned = None if sender is None or message.room.is_group else next_session_with(user, sender, now=now)
    facts = Facts(
        sender=_called(sender),
        own_name=_called(user),
        agent_name=agent.name,
        next_session="" if planned is None else span(planned.starts_at, planned.ends_at, zone_of(user)),
        goals="" if message.room.is_group else _goals_of(user),
    )
    return draft(message.text, facts, tone=Tone(agent.tone), verbosity=Verbosity(agent.verbosity))


def _goals_of(person: User) -> str:
    profile = profile_of(person)
    return (profile.goals or "") if profile else ""


def _called(person: User | None) -> str:
    return "" if person is None else one_line(person.first_name) or name_of(person)
