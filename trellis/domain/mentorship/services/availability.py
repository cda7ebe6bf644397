"""When a mentor is there: what can happen to their windows."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.core.db.locks import lock
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Availability, Mentor
from trellis.domain.mentorship.refusals import InvalidWindow
from trellis.domain.mentorship.rules.availability import Kind, fault_among
from trellis.domain.mentorship.rules.slots import Window, day_of_week_of
from trellis.domain.mentorship.services.mentors import update_mentor


@retried_once
def set_availability(
    *,
    mentor: Mentor,
    weekly: Sequence[Window] | None,
    dated: Sequence[Window] | None,
    timezone: str | None = None,
    now: datetime,
) -> Mentor:
    """Replace the mentor's weekly windows, their dated ones, or both; None leaves a kind as it is.

    With a `timezone` they are those of its clock from then on. Raises InvalidWindow for the first that is
    reversed, out of range, overlaps one before it, or is one too many, and InvalidProfile for what is no
    timezone; then nothing is changed. Booked sessions stay whatever is set. Returns the mentor as they
    are then.
    """
    _refuse_impossible("weekly", weekly or ())
    _refuse_impossible("dated", dated or ())
    with transaction.atomic():
        # Nobody books by a schedule that is being replaced.
        lock("mentor", mentor.pk)
        for is_recurring, windows in ((True, weekly), (False, dated)):
            if windows is None:
                continue
            Availability.objects.filter(mentor_id=mentor.pk, is_recurring=is_recurring).delete()
            Availability.objects.bulk_create(_row(mentor, window) for window in windows)
        events.availability_set.publish(actor_id=mentor.user_id, subject=mentor, data={}, now=now)
        if timezone is None or timezone == mentor.availability_timezone:
            return mentor
        changes = {"availability_timezone": timezone}
        return update_mentor(mentor=mentor, changes=changes, version=None, now=now)


def _refuse_impossible(kind: Kind, windows: Sequence[Window]) -> None:
    fault = fault_among(kind, windows)
    if fault is not None:
        index, reason = fault
        raise InvalidWindow(index, kind, reason)


def _row(mentor: Mentor, window: Window) -> Availability:
    row = Availability(
        mentor_id=mentor.pk,
        start_minute=window.start_minute,
        end_minute=window.end_minute,
        is_recurring=window.date is None,
        specific_date=window.date,
        is_active=window.is_active,
    )
    if window.date is not None:
        row.day_of_week = day_of_week_of(window.date)
    elif window.day_of_week is not None:
        row.day_of_week = window.day_of_week
    return row
