"""What lets one person into the room of one session, and into nothing else, until the room closes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.rules.rooms import closes_at

_SALT = "mentorship.meeting"
# So long after its end a token still says who it is, so that the room can say that it is over.
_LATE = timedelta(minutes=2)


@dataclass(frozen=True)
class MeetingPass:
    """What a genuine token says: whose it is, as their sign-ins stood then, and of which session."""

    user_id: int
    generation: int
    booking_id: UUID


def meeting_token(booking: Booking, person: User) -> str:
    """Return what lets this person into the room of this booking."""
    said = {
        "user": person.pk,
        "gen": person.token_generation,
        "booking": str(booking.public_id),
        "until": closes_at(booking).timestamp(),
    }
    return signing.dumps(said, salt=_SALT)


def read_meeting_token(token: str, *, now: datetime) -> MeetingPass | None:
    """Return what a genuine token says that has not ended by `now`; None for any other text."""
    if not token.isascii():
        return None  # no signature can even be computed of it
    try:
        said = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    if (now - _LATE).timestamp() >= said["until"]:
        return None
    return MeetingPass(said["user"], said["gen"], UUID(said["booking"]))
