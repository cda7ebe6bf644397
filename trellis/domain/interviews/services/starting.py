"""Whether an interview may start: when somebody comes into a room in which nobody is."""

from trellis.domain.interviews.models import VideoSession
from trellis.domain.interviews.queries.sessions import is_under_way
from trellis.domain.jobs.rules.blindness import refuse_blind
from trellis.domain.needs.services.meeting import refuse_unmet


def refuse_unprepared(session: VideoSession, *, is_told: bool) -> None:
    """Raise NeedsOpen where nobody is in a session yet, and something is open that its candidate needs.

    Raise StillBlind where the organization is not to know yet who that is. In a transaction that holds the
    session's row; it takes that of its application, too, as who adds a need does. What is open is told to
    those whom it concerns (`is_told`).
    """
    if session.application is not None and not is_under_way(session):
        refuse_blind(session.application)
        refuse_unmet(session.application, is_told=is_told)
