"""Where a booking stands, for whoever does not care by whom it was called off but for what it waits."""

from datetime import datetime
from enum import Enum, auto

from trellis.domain.mentorship.models import Booking, ConfirmedBy, Status
from trellis.domain.mentorship.rules.bookings import status_at


class Stage(Enum):
    """The stages of a booking."""

    WAITS_FOR_MENTOR = auto()
    WAITS_FOR_PAYMENT = auto()
    SCHEDULED = auto()
    COMPLETED = auto()
    CANCELLED = auto()
    MISSED = auto()


CANCELLED = (Status.CANCELLED_BY_MENTOR, Status.CANCELLED_BY_MENTEE, Status.CANCELLED_EXPIRED)
_OTHERS: dict[str, Stage] = {
    Status.CONFIRMED: Stage.SCHEDULED,
    Status.COMPLETED: Stage.COMPLETED,
    Status.NO_SHOW: Stage.MISSED,
}


def stage_at(booking: Booking, now: datetime) -> Stage:
    """Return where the booking stands at `now`: one that has lapsed is cancelled, swept up or not."""
    status = status_at(booking, now)
    if status in CANCELLED:
        return Stage.CANCELLED
    if status != Status.PENDING:
        return _OTHERS[status]
    is_unpaid = booking.confirmed_by == ConfirmedBy.PAYMENT
    return Stage.WAITS_FOR_PAYMENT if is_unpaid else Stage.WAITS_FOR_MENTOR
