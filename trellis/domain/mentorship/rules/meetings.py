"""Where a session is held."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from trellis.core.links import link_to
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.refusals import InvalidLink

_PLATFORMS = {"zoom.us": "zoom", "meet.google.com": "google_meet", "teams.microsoft.com": "teams"}


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
