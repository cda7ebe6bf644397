"""Who came to a session."""

from datetime import datetime

from trellis.domain.guardians.queries import unguarded, who_guards
from trellis.domain.guardians.rules import in_need
from trellis.domain.mentorship.models import Attendance, Booking
from trellis.domain.mentorship.rules.rooms import people_of
from trellis.domain.mentorship.rules.stages import Outcome, outcome_of


def present_at(booking: Booking, *, now: datetime) -> frozenset[int]:
    """Return the keys of those who were in the room at some time between the session's start and its end.

    Where both of the two were, and one is a minor whose guardians were not, so that they could not meet, the
    minor counts as not there.
    """
    there = _seen_in(booking)
    people = people_of(booking)
    minors = in_need(people, now)
    if not minors or not there.issuperset(each.pk for each in people):
        return there
    if there.isdisjoint(each.pk for each in who_guards(people, now=now)):
        return there - {each.pk for each in minors}
    return there


def outcome_by_room(booking: Booking, *, now: datetime) -> Outcome:
    """Return what becomes of a session that is over, by what its room has seen (rules/stages.py)."""
    people = people_of(booking)
    is_shut = bool(unguarded(people, now=now))
    # Who was there was let in: then the guardian has gone since.
    was_shut = is_shut and _seen_in(booking).isdisjoint(each.pk for each in people)
    return outcome_of(booking, present_at(booking, now=now), was_shut=was_shut)


def _seen_in(booking: Booking) -> frozenset[int]:
    attended = Attendance.objects.filter(
        booking=booking, last_seen_at__gte=booking.starts_at, first_seen_at__lt=booking.ends_at
    )
    return frozenset(attended.values_list("person_id", flat=True))
