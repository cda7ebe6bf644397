"""Who speaks and acts for somebody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.domain.accounts.models import User
from trellis.domain.assistant.events import agent_changed, agent_created
from trellis.domain.assistant.models import Agent
from trellis.domain.assistant.queries.agents import own_agent, refuse_others
from trellis.domain.assistant.refusals import HasAgent, UnknownPeople

USUAL_NAME = "Soosh Assistant"


def agent_for(*, user: User, now: datetime) -> Agent:
    """Return the agent of an account, with the usual name where there was none; inside a transaction."""
    agent, _ = Agent.objects.get_or_create(user=user, defaults={"name": USUAL_NAME, "created_at": now})
    return agent


def create_agent(*, user: User, settings: Mapping[str, Any], now: datetime) -> Agent:
    """Set up an agent; the one that profiling has made is set up by that, and keeps its id.

    `settings` are columns of the agent. Raises NotForThem, HasAgent, UnknownPeople.
    """
    refuse_others(user)
    with transaction.atomic():
        agent = _alone_with(agent_for(user=user, now=now))
        if agent.set_up_at is not None:
            raise HasAgent
        set_columns(agent, **_known(settings), set_up_at=now)
        agent_created.publish(actor_id=user.pk, subject=agent, data={}, now=now)
    return agent


def change_agent(*, user: User, settings: Mapping[str, Any], now: datetime) -> Agent:
    """Change some settings; the rest stays. Raises NotForThem, NoAgent, UnknownPeople."""
    with transaction.atomic():
        agent = locked_agent(user)
        changes = {name: value for name, value in _known(settings).items() if getattr(agent, name) != value}
        if changes:
            set_columns(agent, **changes)
            agent_changed.publish(actor_id=user.pk, subject=agent, data={}, now=now)
    return agent


def locked_agent(user: User) -> Agent:
    """Return somebody's agent, alone with it until the transaction ends. Raises NotForThem, NoAgent."""
    return _alone_with(own_agent(user))


def _alone_with(agent: Agent) -> Agent:
    rows = Agent.objects.select_related("user").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=agent.pk)


def _known(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings with the keys of the people whom they name by their ids."""
    if settings.get("people") is None:
        return dict(settings)
    named = set(settings["people"])
    keys = (
        User.objects.filter(public_id__in=named, is_active=True).order_by("pk").values_list("pk", flat=True)
    )
    found = list(keys)
    if len(found) != len(named):
        raise UnknownPeople
    return {**settings, "people": found}
