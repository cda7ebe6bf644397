"""Where a session is by the clock, for who follows it."""

from datetime import datetime
from enum import StrEnum

from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.rules.stages import Stage, stage_at


class Phase(StrEnum):
    """The phases of a session."""

    WAITING = "waiting"
    UPCOMING = "upcoming"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


_BY_STAGE = {
    Stage.WAITS_FOR_MENTOR: Phase.WAITING,
    Stage.WAITS_FOR_PAYMENT: Phase.WAITING,
    Stage.CANCELLED: Phase.CANCELLED,
    Stage.COMPLETED: Phase.OVER,
    Stage.MISSED: Phase.OVER,
}


def phase_at(booking: Booking, now: datetime) -> Phase:
    """Return the phase at `now`: a scheduled session runs from its start to its end."""
    stage = stage_at(booking, now)
    if stage is not Stage.SCHEDULED:
        return _BY_STAGE[stage]
    if now < booking.starts_at:
        return Phase.UPCOMING
    return Phase.RUNNING if now < booking.ends_at else Phase.OVER


def next_turn(booking: Booking, now: datetime) -> datetime | None:
    """Return when the clock alone takes it into its next phase; None where it does not."""
    return {
        Phase.WAITING: booking.expires_at,
        Phase.UPCOMING: booking.starts_at,
        Phase.RUNNING: booking.ends_at,
    }.get(phase_at(booking, now))
