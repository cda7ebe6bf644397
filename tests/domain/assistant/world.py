"""Robin, whose agent may do everything by itself unless a test says otherwise. The clock stands at NOW."""

from datetime import datetime, timedelta
from typing import Any

from tests.domain.mentorship.world import NINE, NOW, person
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey
from trellis.domain.assistant.models import Action, Proposal
from trellis.domain.assistant.rules.acts import ActKind
from trellis.domain.assistant.services.acting import propose_or_act
from trellis.domain.assistant.services.agents import create_agent
from trellis.domain.assistant.services.proposing import propose
from trellis.domain.mentorship.models import Mentor

SECOND = timedelta(seconds=1)
ALLOWED = {
    "auto_schedule_enabled": True,
    "auto_respond_messages": True,
    "auto_manage_calendar": True,
}


def robin(name: str = "robin", **settings: Any) -> User:
    """Make somebody with an agent."""
    user = person(name, journey=Journey.DISABLED)
    create_agent(user=user, settings={**ALLOWED, **settings}, now=NOW)
    return user


def wish(mentor: Mentor, starts_at: datetime = NINE, **more: Any) -> dict[str, Any]:
    """Return what a session with somebody is asked for by."""
    return {"mentor_id": str(mentor.public_id), "starts_at": starts_at.isoformat(), **more}


def book(user: User, mentor: Mentor, starts_at: datetime = NINE, *, now: datetime = NOW) -> Action:
    """Have the agent book a session by itself."""
    made = propose_or_act(user=user, kind=ActKind.SCHEDULE, details=wish(mentor, starts_at), now=now)
    assert isinstance(made, Action), made
    return made


def proposed(user: User, mentor: Mentor, starts_at: datetime = NINE, *, now: datetime = NOW) -> Proposal:
    """Have a session proposed."""
    return propose(user=user, kind=ActKind.SCHEDULE, details=wish(mentor, starts_at), now=now)


def asked(user: User, kind: ActKind, details: dict[str, Any], *, now: datetime = NOW) -> Proposal:
    """Have the agent try something, and return what it proposes in its place."""
    made = propose_or_act(user=user, kind=kind, details=details, now=now)
    assert isinstance(made, Proposal), made
    return made
