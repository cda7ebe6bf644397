"""Who speaks and acts for somebody."""

from uuid import UUID

from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey
from trellis.domain.assistant.models import Agent
from trellis.domain.assistant.refusals import NoAgent, NotForThem


def agent_of(user: User) -> Agent | None:
    """Return who speaks for somebody; None for those who speak for themselves."""
    return Agent.objects.filter(user=user).first() if user.journey == Journey.DISABLED else None


def own_agent(user: User) -> Agent:
    """Return the agent that somebody has set up.

    Raises NotForThem for accounts of other types, and NoAgent before it is set up.
    """
    refuse_others(user)
    agent = Agent.objects.select_related("user").filter(user=user, set_up_at__isnull=False).first()
    if agent is None:
        raise NoAgent
    return agent


def people_of(agent: Agent) -> list[UUID] | None:
    """Return the ids of those with whom an agent acts by itself; None where that is everybody."""
    if agent.people is None:
        return None
    named = User.objects.filter(pk__in=agent.people, is_active=True).order_by("pk")
    return list(named.values_list("public_id", flat=True))


def refuse_others(user: User) -> None:
    """Raise NotForThem for everybody but those whom agents are for."""
    if user.journey != Journey.DISABLED:
        raise NotForThem
