"""What the clients of an interview's room hear of what happens in the session."""

from trellis.core.realtime import Message
from trellis.core.writing.addresses import is_same_address
from trellis.domain.interviews.rules.seats import Seat

_TOLD = frozenset({"participant", "session", "recording", "interview", "revoked"})
# What is thought of a candidate, and who else was invited, is not theirs to hear.
_FOR_MEMBERS = frozenset({"interview", "revoked"})


def for_client(message: Message, *, seat: Seat) -> Message | None:
    """Return what this seat's client is told, or None."""
    kind = message["kind"]
    if kind not in _TOLD or (seat.is_candidate and kind in _FOR_MEMBERS):
        return None
    shown = {"type": kind, **{name: value for name, value in message.items() if name != "kind"}}
    if not seat.is_candidate:
        return shown
    if kind == "recording":
        return {"type": kind, "event": message["event"]}
    if kind == "participant":
        return {**shown, "participant": _without_addresses(message["participant"], own=seat.email)}
    return shown


def _without_addresses(participant: Message, *, own: str | None) -> Message:
    """Return the participant as a candidate sees them: others' e-mail addresses are not for outsiders."""
    candidate = participant.get("candidate_email")
    is_own = bool(candidate and own and is_same_address(candidate, own))
    return {**participant, "username": None, "candidate_email": candidate if is_own else None}
