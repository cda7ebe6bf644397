"""Who speaks for somebody."""

from datetime import datetime

from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Agent

USUAL_NAME = "Soosh Assistant"


def agent_for(*, user: User, now: datetime) -> Agent:
    """Return the agent of an account, with the usual name where there was none; inside a transaction."""
    agent, _ = Agent.objects.get_or_create(user=user, defaults={"name": USUAL_NAME, "created_at": now})
    return agent
