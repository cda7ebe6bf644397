"""When a mentor is there: what can happen to their windows."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.core.db.locks import lock
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Availability, Mentor
from trellis.domain.mentorship.queries.slots import window_of
from trellis.domain.mentorship.refusals import InvalidWindow
from trellis.domain.mentorship.rules.availability import Kind, added, fault_among, identity_of
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
            Availability.objects.bulk_create(_row(mentor, window) for window in dict.fromkeys(windows))
        return _told(mentor, timezone, now)


@retried_once
def add_availability(
    *,
    mentor: Mentor,
    weekly: Sequence[Window] = (),
    dated: Sequence[Window] = (),
    timezone: str | None = None,
    now: datetime,
) -> Mentor:
    """Add weekly windows, dated ones, or both, to those that the mentor has; otherwise as `set_availability`.

    What overlaps a window that is there is joined with it (`rules.availability.added`). Raises InvalidWindow
    also for what cannot be joined.
    """
    _refuse_impossible("weekly", weekly)
    _refuse_impossible("dated", dated)
    with transaction.atomic():
        lock("mentor", mentor.pk)
        _add(mentor, "weekly", weekly)
        _add(mentor, "dated", dated)
        return _told(mentor, timezone, now)


def _add(mentor: Mentor, kind: Kind, windows: Sequence[Window]) -> None:
    rows = Availability.objects.filter(mentor_id=mentor.pk, is_recurring=kind == "weekly")
    stored = {identity_of(window_of(row)): row for row in rows}
    wanted = [window_of(row) for row in rows]
    for index, window in enumerate(windows):
        try:
            wanted = added(wanted, window)
        except ValueError as error:
            raise InvalidWindow(index, kind, str(error)) from None
    kept = {identity_of(window) for window in wanted}
    rows.filter(pk__in=[row.pk for each, row in stored.items() if each not in kept]).delete()
    fresh = [window for window in wanted if identity_of(window) not in stored]
    Availability.objects.bulk_create(_row(mentor, window) for window in fresh)


def _told(mentor: Mentor, timezone: str | None, now: datetime) -> Mentor:
    events.availability_set.publish(actor_id=mentor.user_id, subject=mentor, data={}, now=now)
    if timezone is None or timezone == mentor.availability_timezone:
        return mentor
    changes = {"availability_timezone": timezone}
    return update_mentor(mentor=mentor, changes=changes, version=None, now=now)


def _refuse_impossible(kind: Kind, windows: Sequence[Window]) -> None:
    # What is said twice is meant once.
    places = {window: index for index, window in reversed(list(enumerate(windows)))}
    once = list(dict.fromkeys(windows))
    fault = fault_among(kind, once)
    if fault is not None:
        index, reason = fault
        raise InvalidWindow(places[once[index]], kind, reason)


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
