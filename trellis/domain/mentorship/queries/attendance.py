"""Who came to a session."""

from collections.abc import Collection
from datetime import datetime

from trellis.domain.guardians.queries import unguarded, who_guards
from trellis.domain.guardians.rules import in_need
from trellis.domain.mentorship.models import Attendance, Booking
from trellis.domain.mentorship.rules.rooms import people_of
from trellis.domain.mentorship.rules.stages import SHUT, UNGUARDED, Outcome, outcome_of
from trellis.domain.messaging.queries.blocking import blocks_among


def present_at(booking: Booking, *, now: datetime) -> frozenset[int]:
    """Return the keys of those who were in the room at some time between the session's start and its end.

    Where both of the two were, and one is a minor whose guardians were not, so that they could not meet, the
    minor counts as not there. Where they did not meet, and one has blocked the other, that one counts as not
    there and the other as there: the room was closed to both.
    """
    there = _seen_in(booking)
    people = people_of(booking)
    keys = {each.pk for each in people}
    if not there >= keys:
        blockers = _blockers(booking)
        return frozenset(keys - blockers) if blockers else there
    minors = in_need(people, now)
    if not minors:
        return there
    if there.isdisjoint(each.pk for each in who_guards(people, now=now)):
        return there - {each.pk for each in minors}
    return there


def outcome_by_room(booking: Booking, *, now: datetime) -> Outcome:
    """Return what becomes of a session that is over, by what its room has seen (rules/stages.py)."""
    keys = {each.pk for each in people_of(booking)}
    is_apart = bool(_blockers(booking)) and not _seen_in(booking) >= keys
    present = present_at(booking, now=now)
    return outcome_of(booking, present, shut=_why_shut(booking, present, now), is_apart=is_apart)


def _why_shut(booking: Booking, present: Collection[int], now: datetime) -> str:
    """Return why neither of the two could come in; "" where one was there, or could have been."""
    people = people_of(booking)
    if _seen_in(booking).isdisjoint(each.pk for each in people) and unguarded(people, now=now):
        return UNGUARDED  # who was there was let in: then the guardian has gone since
    return SHUT if not present and len(_blockers(booking)) == len(people) else ""


def _blockers(booking: Booking) -> set[int]:
    """Return who of the two had blocked the other before the session was to end."""
    found = blocks_among([each.pk for each in people_of(booking)]).filter(at__lt=booking.ends_at)
    return set(found.values_list("blocker_id", flat=True))


def _seen_in(booking: Booking) -> frozenset[int]:
    attended = Attendance.objects.filter(
        booking=booking, last_seen_at__gte=booking.starts_at, first_seen_at__lt=booking.ends_at
    )
    return frozenset(attended.values_list("person_id", flat=True))
