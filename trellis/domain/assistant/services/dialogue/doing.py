"""A wish that is complete is done, where the agent may, or proposed and read out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trellis.core.refusals import Refusal
from trellis.domain.assistant.models import Action, Proposal, Waits
from trellis.domain.assistant.rules.acts import ActKind
from trellis.domain.assistant.rules.saying import done, proposed
from trellis.domain.assistant.rules.wishes import Wish
from trellis.domain.assistant.services.acting import propose_or_act
from trellis.domain.assistant.services.dialogue.turns import Reply, Talk, tell
from trellis.domain.assistant.services.proposing import propose


def act(talk: Talk, wish: Wish, kind: ActKind, details: Mapping[str, Any], *, person: str, person_id: str) -> Reply:
    """Do it, or propose it: always where something in the wish is doubtful. What refuses is said."""
    try:
        if wish.is_doubtful:
            outcome: Proposal | Action = propose(user=talk.user, kind=kind, details=details, now=talk.now)
        else:
            outcome = propose_or_act(user=talk.user, kind=kind, details=details, now=talk.now)
    except Refusal as refusal:
        return tell(wish.intent, refusal.sentence, person_id=person_id)
    if isinstance(outcome, Action):
        return of_action(talk, wish, outcome, person_id)
    text = proposed(kind, outcome.details, person=person, zone_now=talk.local_now)
    return Reply(
        intent=wish.intent,
        text=text,
        proposal=outcome,
        waits_for=Waits.YES,
        wish=wish,
        person_id=person_id,
    )


def of_action(talk: Talk, wish: Wish, action: Action, person_id: str) -> Reply:
    """Say what has been done."""
    return Reply(intent=wish.intent, text=done(action, talk.local_now), action=action, person_id=person_id)


def local(at: str, talk: Talk) -> datetime:
    """Return a moment that JSON keeps, by the clock of the person."""
    return datetime.fromisoformat(at).astimezone(talk.local_now.tzinfo)
