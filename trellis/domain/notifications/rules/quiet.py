"""When somebody wants quiet and when their digest comes, by the clock of where they are.

A time that a change of clocks leaves out is taken as the clock had it before: quiet until half past two
then ends at half past three. Of one that comes twice a digest takes the first, so that there is one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.rules.limits import IN_TIME
from trellis.domain.notifications.rules.words import zone_of

if TYPE_CHECKING:
    from trellis.domain.notifications.models import Preferences

# The moment may be of today, of tomorrow, and where a day is gone by travel, of the one after.
_DAYS = range(3)


def is_quiet(prefs: "Preferences", at: datetime) -> bool:
    """Tell whether a moment is within a person's quiet hours: their end is no part of them."""
    first, last = prefs.quiet_from, prefs.quiet_until
    if first is None or last is None:
        return False
    clock = at.astimezone(zone_of(prefs.person)).time()
    return first <= clock < last if first < last else clock >= first or clock < last


def quiet_ends(prefs: "Preferences", at: datetime) -> datetime:
    """Return when the quiet hours end that a moment is in; the moment itself where it is in none."""
    if prefs.quiet_until is None or not is_quiet(prefs, at):
        return at
    first, second = prefs.quiet_until, prefs.quiet_until.replace(fold=1)
    ends = (
        end for pair in zip(_times(prefs, at, first), _times(prefs, at, second), strict=True) for end in pair
    )
    return next(end for end in ends if end > at and not is_quiet(prefs, end))


def next_digest(prefs: "Preferences", after: datetime) -> datetime | None:
    """Return when a person's next digest is due after a moment; None for who wants none."""
    if prefs.digest_hour is None:
        return None
    return next(at for at in _times(prefs, after, time(prefs.digest_hour)) if at > after)


def leaves_at(
    prefs: "Preferences", kind: Kind, channel: Channel, at: datetime, *, needed_by: datetime | None = None
) -> datetime:
    """Return when what could leave `at` does: then, after quiet hours, or with the digest.

    What is `needed_by` a moment waits for nothing that would make it come too late, unless its person
    wants quiet all the same.
    """
    digest = next_digest(prefs, at) if channel == Channel.EMAIL and kind in prefs.digest_kinds else None
    if digest is not None and not _is_late(digest, needed_by):
        return digest
    end = quiet_ends(prefs, at)
    return at if _is_late(end, needed_by) and prefs.reminders_in_quiet_hours else end


def _is_late(at: datetime, needed_by: datetime | None) -> bool:
    return needed_by is not None and at > needed_by - IN_TIME


def _times(prefs: "Preferences", at: datetime, clock: time) -> Iterator[datetime]:
    """Give the moments from the day of `at` on at which the person's clock shows this time."""
    zone = zone_of(prefs.person)
    today = at.astimezone(zone).date()
    for day in _DAYS:
        yield datetime.combine(today + timedelta(days=day), clock, zone).astimezone(UTC)
