"""Whose seat in an interview it is: a member's by sign-in, a candidate's by invitation."""

from datetime import datetime
from uuid import UUID

from trellis.domain.interviews.rooms import Seat, seat_of_candidate


def invited_seat(*, token: str, session_id: UUID, now: datetime) -> Seat | None:
    """Return the seat that a text given as an invitation opens, if it is one."""
    # What is no ASCII is no token of ours, and its signature cannot even be computed.
    if not token or not token.isascii():
        return None
    return seat_of_candidate(token=token, session_id=session_id, now=now)
