"""Whether a job takes applications, and in words since when it does not."""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from trellis.domain.jobs.refusals import ApplicationsClosed, DeadlinePassed
from trellis.domain.jobs.rules.choices import Status
from trellis.domain.notifications.rules import moment

if TYPE_CHECKING:
    from trellis.domain.jobs.models import Posting


def is_open(posting: "Posting") -> bool:
    """Tell whether everybody who is signed in may read a job. Its deadline may have passed."""
    return posting.status == Status.OPEN and not posting.is_deleted


def refuse_closed(posting: "Posting", *, zone: tzinfo, now: datetime) -> None:
    """Raise ApplicationsClosed, which tells day, hour and zone, unless the job takes applications now."""
    if posting.closed_at is not None:
        raise ApplicationsClosed(f"This job takes no applications: closed {moment(posting.closed_at, zone)}.")
    deadline = posting.deadline_at
    if deadline is not None and deadline <= now:
        raise ApplicationsClosed(f"The deadline for this job has passed: it was {moment(deadline, zone)}.")


def refuse_past(deadline: datetime | None, *, now: datetime) -> None:
    """Raise DeadlinePassed for a deadline that nobody could keep."""
    if deadline is not None and deadline <= now:
        raise DeadlinePassed
