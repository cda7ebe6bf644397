"""Where a session is held, and how somebody comes into it: whether they can already, and by what.

A meeting token lets one person into the room of one session, and into nothing else, until the room closes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from trellis.core.links import link_to
from trellis.domain.accounts.models import User
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.refusals import InvalidLink, RoomClosed
from trellis.domain.mentorship.rules.bookings import is_unpaid, status_at
from trellis.domain.mentorship.rules.rooms import Door, Seat, closes_at

_PLATFORMS = {"zoom.us": "zoom", "meet.google.com": "google_meet", "teams.microsoft.com": "teams"}
_SALT = "mentorship.meeting"
# So long after its end a token still says who it is, so that the room can say that it is over.
_LATE = timedelta(minutes=2)
_MINUTE = timedelta(minutes=1)
_OVER = "This session is over."
_SHUT = "The room of this session is closed."
_CANCELLED = "This session was cancelled."
_LAPSED = "This session has lapsed: nobody confirmed it in time."
_UNPAID = "This session has not been paid for yet."
_UNANSWERED = "This session waits for its mentor's answer."


def room_of(booking: Booking) -> str:
    """Return the address of the session's built-in room, which every session has."""
    return link_to("web:meet", booking_id=booking.public_id)


def place_of(booking: Booking) -> str:
    """Return where the session is held: at the mentor's link, else in the built-in room."""
    return booking.meeting_url or room_of(booking)


def meeting_at(url: str, platform: str) -> dict[str, str]:
    """Return the columns that hold a meeting; without a `platform` it is told from the link.

    Raises InvalidLink.
    """
    try:
        URLValidator(schemes=["http", "https"])(url)
        Booking._meta.get_field("meeting_url").run_validators(url)
    except ValidationError as error:
        raise InvalidLink(" ".join(error.messages)) from None
    host = urlsplit(url).hostname or ""
    known = next((name for end, name in _PLATFORMS.items() if f".{host}".endswith(f".{end}")), "other")
    return {"meeting_url": url, "meeting_platform": platform or known}


@dataclass(frozen=True)
class Entrance:
    """The way into a session. There is a token only while one can come in."""

    url: str
    token: str | None
    starts_at: datetime
    can_join: bool
    minutes_until_start: int


def entrance_of(seat: Seat, *, now: datetime) -> Entrance:
    """Return the way into a session that will be or goes on.

    Raises RoomClosed for any other, and NeedsGuardian where a minor has nobody to come along.
    """
    door = seat.door(now=now)
    if door is Door.UNGUARDED:
        raise NeedsGuardian
    if door not in (Door.EARLY, Door.OPEN):
        raise RoomClosed(_why(seat, door, now))
    booking, can_join = seat.booking, door is Door.OPEN
    # Whole minutes, a part of one counted as one.
    minutes = max(0, -((now - booking.starts_at) // _MINUTE))
    token = meeting_token(booking, seat.user) if can_join else None
    # A link of before it was known that one of the two is a minor leads nobody past their guardian.
    place = room_of(booking) if seat.is_guarded else place_of(booking)
    return Entrance(place, token, booking.starts_at, can_join, minutes)


@dataclass(frozen=True)
class MeetingPass:
    """What a genuine token says: whose it is, as their sign-ins stood then, and of which session.

    By which sign-in it was asked for is None where that was not known.
    """

    user_id: int
    generation: int
    sign_in_id: UUID | None
    booking_id: UUID


def meeting_token(booking: Booking, person: User) -> str:
    """Return what lets this person into the room of this booking."""
    said = {
        "user": person.pk,
        "gen": person.token_generation,
        "sign_in": str(person.sign_in_id) if person.sign_in_id else None,
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
    sign_in = said.get("sign_in")  # older tokens do not say
    return MeetingPass(said["user"], said["gen"], UUID(sign_in) if sign_in else None, UUID(said["booking"]))


def _why(seat: Seat, door: Door, now: datetime) -> str:
    if status_at(seat.booking, now) == Status.CANCELLED_EXPIRED:
        return _LAPSED
    if door is Door.UNCONFIRMED:
        return _UNPAID if is_unpaid(seat.booking) else _UNANSWERED
    return {Door.CANCELLED: _CANCELLED, Door.SHUT: _SHUT}.get(door, _OVER)
