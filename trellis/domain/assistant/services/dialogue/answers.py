"""Answers to what an agent has asked: a yes, a no, a stop, and taking back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from trellis.core.refusals import Refusal
from trellis.domain.accounts.queries import account_of
from trellis.domain.assistant.models import Action, Dialogue, Proposal
from trellis.domain.assistant.refusals import Changed
from trellis.domain.assistant.rules import saying
from trellis.domain.assistant.rules.acts import ActionStatus, ActKind, Outcome
from trellis.domain.assistant.rules.wishes import Wish
from trellis.domain.assistant.services.deciding import approve, decline
from trellis.domain.assistant.services.dialogue.doing import of_action, of_proposal
from trellis.domain.assistant.services.dialogue.turns import Person, Reply, Talk, again, tell
from trellis.domain.assistant.services.undoing import undo
from trellis.domain.notifications.rules import name_of
from trellis.intelligence.commands.forms import Intent

_COSTLY = (ActKind.PAY, ActKind.CANCEL)


def yes(talk: Talk, *, is_clear: bool, of: UUID | None) -> Reply:
    """Do what was proposed last, if the yes is to that; `of` is the proposal that was shown, where one was.

    A yes that began before the proposal was made is to something else.
    """
    waiting = talk.waiting
    if waiting is None or waiting.proposal is None:
        return again(talk, Intent.YES, saying.OTHER_PROPOSAL if of else saying.NOT_A_YES)
    if of is not None and of != waiting.proposal.public_id:
        return again(talk, Intent.YES, saying.OTHER_PROPOSAL)
    if not talk.is_in_time:
        return again(talk, Intent.YES, saying.TOO_LATE)
    if not is_clear and _costs(waiting.proposal):
        return again(talk, Intent.YES, saying.SAY_CLEARLY)
    return _approved(talk, waiting, waiting.proposal)


def no(talk: Talk) -> Reply:
    """Drop what waits."""
    if talk.waiting is None:
        return tell(Intent.NO, "All right. Nothing waited, and I did nothing.")
    _drop(talk)
    return tell(Intent.NO, "All right, I leave it. Nothing was done.")


def stop(talk: Talk) -> Reply:
    """Drop what waits, take back what was done within the last half minute, and say how things stand."""
    waited, last = talk.waiting is not None, _last(talk)
    _drop(talk)
    if last is not None:
        return _taken_back(talk, Intent.STOP, last)
    if waited:
        return tell(Intent.STOP, "I stopped. Nothing was done.")
    return tell(Intent.STOP, "I stopped. There is nothing of the last 30 seconds to take back.")


def take_back(talk: Talk) -> Reply:
    """Undo what was done last."""
    last = _last(talk)
    if last is None:
        return tell(Intent.UNDO, "There is nothing to undo: that is possible for 30 seconds.")
    return _taken_back(talk, Intent.UNDO, last)


def _approved(talk: Talk, waiting: Dialogue, proposal: Proposal) -> Reply:
    wish = talk.wish or Wish(intent=Intent.YES)
    person = _person(waiting)
    try:
        action = approve(
            user=talk.user, proposal_id=proposal.public_id, fingerprint=proposal.fingerprint, now=talk.now
        )
    except Changed as changed:
        newer = Proposal.objects.get(agent=talk.agent, public_id=changed.newer)
        reply = of_proposal(talk, wish, newer, person)
        return _as(Intent.YES, reply, f"{changed.sentence} {reply.text}")
    except Refusal as refusal:
        return tell(Intent.YES, f"That could not be done. {refusal.sentence}")
    return _as(Intent.YES, of_action(talk, wish, action, person))


def _as(intent: Intent, reply: Reply, text: str = "") -> Reply:
    return replace(reply, intent=intent, text=text or reply.text)


def _drop(talk: Talk) -> None:
    waiting = talk.waiting
    if waiting is None or waiting.proposal is None or waiting.proposal.outcome != Outcome.OPEN:
        return
    try:
        decline(user=talk.user, proposal_id=waiting.proposal.public_id, now=talk.now)
    except Refusal:
        return  # it has ended by itself


def _last(talk: Talk) -> Action | None:
    """Return what was done last, if it can be had back now."""
    rows = Action.objects.filter(
        agent=talk.agent,
        undo_until__gte=talk.now,
        status__in=(ActionStatus.DONE, ActionStatus.WAITING),
    )
    return rows.order_by("-pk").first()


def _taken_back(talk: Talk, intent: Intent, last: Action) -> Reply:
    try:
        action = undo(user=talk.user, action_id=last.public_id, now=talk.now)
    except Refusal as refusal:
        return tell(intent, refusal.sentence)
    return Reply(
        intent=intent, text=f"{_UNDONE[ActKind(action.kind)]} All is as it was before.", action=action
    )


def _costs(proposal: Proposal) -> bool:
    details = proposal.details
    if proposal.kind == ActKind.CANCEL:
        return bool(details["refund_minor"] < details["amount_minor"])
    return proposal.kind == ActKind.PAY or bool(details.get("amount_minor"))


def _person(waiting: Dialogue) -> Person:
    if waiting.person_id is None:
        return Person()
    return Person(str(waiting.person_id), name_of(account_of(waiting.person_id)))


_UNDONE = {
    ActKind.SCHEDULE: "I let the session go again.",
    ActKind.CANCEL: "I do not call the session off.",
    ActKind.MOVE: "I do not move the session.",
    ActKind.SEND: "I took the message away again.",
    ActKind.PAY: "I took it back.",
}
