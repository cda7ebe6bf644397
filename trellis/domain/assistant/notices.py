"""Whom an agent acts for is told what it did by itself, and of what came to nothing after all."""

from collections.abc import Callable, Mapping
from datetime import datetime

from trellis.core.events import Happened
from trellis.domain.assistant.events import Acted
from trellis.domain.assistant.models import Action
from trellis.domain.assistant.rules.acts import DELAYED, ActKind
from trellis.domain.notifications.rules import moment, zone_of
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.services import notify

# What people switch off of sessions and messages they switch off of their agent's, too.
_ABOUT = {
    ActKind.SCHEDULE: Kind.BOOKING_CONFIRMED,
    ActKind.CANCEL: Kind.BOOKING_CANCELLED,
    ActKind.MOVE: Kind.BOOKING_CHANGED,
    ActKind.SEND: Kind.MESSAGE_RECEIVED,
    ActKind.PAY: Kind.PAYMENT_PROBLEM,
}
_TITLES = {
    ActKind.SCHEDULE: "{agent} has booked a session",
    ActKind.CANCEL: "{agent} is calling a session off",
    ActKind.MOVE: "{agent} is moving a session",
    ActKind.SEND: "{agent} has answered a message",
    ActKind.PAY: "{agent} has opened a payment",
}
_FAILED = {
    ActKind.CANCEL: "A session was not called off",
    ActKind.MOVE: "A session was not moved",
}


def tell_of_act(event: Happened[Action, Acted]) -> None:
    """Tell of what an agent did by itself, and until when it can be undone."""
    if event.data["by_itself"]:
        action = event.subject
        kind = ActKind(action.kind)
        title = _TITLES[kind].format(agent=action.agent.name)
        _tell(event, title, f"{_sentence(action)} {_until(action)}".strip())


def tell_of_failure(event: Happened[Action, Acted]) -> None:
    """Tell of what was decided, waited, and could not be done; the rest is answered at once."""
    kind = ActKind(event.subject.kind)
    if kind in DELAYED and event.subject.undo_until is not None:
        _tell(event, _FAILED[kind], f"{_sentence(event.subject)} {event.subject.reason}")


def _tell(event: Happened[Action, Acted], title: str, body: str) -> None:
    action = event.subject
    data = {"action_id": str(action.public_id)}
    if booking_id := action.action_details.get("booking_id"):
        data["booking_id"] = booking_id
    notify(
        recipient=action.agent.user,
        kind=event.kind,
        title=title,
        body=body,
        data=data,
        now=event.now,
        about=_ABOUT[ActKind(action.kind)],
    )


def _sentence(action: Action) -> str:
    told, zone = action.action_details, zone_of(action.agent.user)

    def at(name: str) -> str:
        return moment(datetime.fromisoformat(told[name]), zone)

    sentences: Mapping[ActKind, Callable[[], str]] = {
        ActKind.SCHEDULE: lambda: f"With {told['mentor_name']}, {at('scheduled_at')}.",
        ActKind.CANCEL: lambda: f"The one with {told['with']}, {at('scheduled_at')}.",
        ActKind.MOVE: lambda: f"The one with {told['with']}, to {at('scheduled_at')}.",
        ActKind.SEND: lambda: f"To {told['recipient']}: {told['message']}",
        ActKind.PAY: lambda: f"{told['title']}.",
    }
    return sentences[ActKind(action.kind)]()


def _until(action: Action) -> str:
    return "" if action.undo_until is None else "It can be undone for 30 seconds."
