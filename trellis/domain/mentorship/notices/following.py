"""Who follows a session while it comes and goes hears at once that something has happened to it."""

from trellis.core.events import Data, Happened
from trellis.core.realtime import publish
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.rules.rooms import session_room


def tell_followers(event: Happened[Booking, Data]) -> None:
    """Have everybody who follows the session look into its record, once this is committed."""
    publish(room=session_room(event.subject.public_id), message={"news": "session"})
