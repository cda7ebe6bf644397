"""A wish that is complete is done, where the agent may, or proposed and read out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trellis.core.refusals import Refusal
from trellis.domain.assistant.models import Action, Proposal, Waits
from trellis.domain.assistant.rules.acts import ActKind
from trellis.domain.assistant.rules.saying import done, proposed
from trellis.domain.assistant.rules.wishes import Wish
from trellis.domain.assistant.services.acting import propose_or_act
from trellis.domain.assistant.services.dialogue.turns import Person, Reply, Talk, tell
from trellis.domain.assistant.services.proposing import propose


def act(talk: Talk, wish: Wish, kind: ActKind, details: Mapping[str, Any], person: Person) -> Reply:
    """Do it, or propose it: always where something in the wish is doubtful. What refuses is said."""
    try:
        if wish.is_doubtful:
            outcome: Proposal | Action = propose(user=talk.user, kind=kind, details=details, now=talk.now)
        else:
            outcome = propose_or_act(user=talk.user, kind=kind, details=details, now=talk.now)
    except Refusal as refusal:
        return tell(wish.intent, refusal.sentence, person_id=person.id)
    if isinstance(outcome, Action):
        return of_action(talk, wish, outcome, person)
    return of_proposal(talk, wish, outcome, person)


def of_proposal(talk: Talk, wish: Wish, proposal: Proposal, person: Person) -> Reply:
    """Read out what is proposed, and wait for a yes to just that."""
    return Reply(
        intent=wish.intent,
        text=proposed(ActKind(proposal.kind), proposal.details, person=person.name, now=talk.local_now),
        proposal=proposal,
        waits_for=Waits.YES,
        wish=wish,
        person_id=person.id,
    )


def of_action(talk: Talk, wish: Wish, action: Action, person: Person) -> Reply:
    """Say what has been done."""
    said = done(
        ActKind(action.kind),
        action.action_details,
        status=action.status,
        person=person.name,
        now=talk.local_now,
    )
    how = " Say undo within 30 seconds if that was wrong." if action.undo_until else ""
    return Reply(intent=wish.intent, text=f"{said}{how}", action=action, person_id=person.id)
