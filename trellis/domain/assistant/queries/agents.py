"""Who speaks and acts for somebody."""

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


def refuse_others(user: User) -> None:
    """Raise NotForThem for everybody but those whom agents are for."""
    if user.journey != Journey.DISABLED:
        raise NotForThem
