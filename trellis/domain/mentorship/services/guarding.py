"""What those who guard a minor are told of the minor's sessions."""

from trellis.core.events import Happened
from trellis.core.links import link_to
from trellis.core.post.mail import one_line
from trellis.domain.accounts.models import User
from trellis.domain.guardians.notices import tell_guardians as tell
from trellis.domain.guardians.rules import in_need
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.rules.bookings import is_agreed
from trellis.domain.mentorship.rules.meetings import room_of
from trellis.domain.mentorship.rules.rooms import people_of
from trellis.domain.notifications.rules import name_of, span, zone_of
from trellis.domain.notifications.services import Link

_WHAT = {
    events.booking_requested.kind: "{minor} is to have a session with {other}",
    events.booking_scheduled.kind: "{minor} has a session with {other}",
    events.booking_confirmed.kind: "The session of {minor} with {other} is confirmed",
    events.booking_rescheduled.kind: "The session of {minor} with {other} was moved",
    events.booking_cancelled.kind: "The session of {minor} with {other} was called off",
    events.booking_expired.kind: "The session of {minor} with {other} has lapsed",
}


def tell_guardians(event: Happened[Booking, events.Standing]) -> None:
    """Tell everybody who guards the minor of a session, whichever side that is, what happened to it."""
    booking = event.subject
    people = people_of(booking)
    for minor in in_need(people, event.now):
        other = next(each for each in people if each.pk != minor.pk)
        names = {"minor": name_of(minor), "other": name_of(other)}
        tell(
            minor=minor,
            besides=other,
            kind=event.kind,
            title=_WHAT[event.kind].format(**names),
            body=lambda reader, names=names: _facts(booking, reader, names),  # type: ignore[misc]
            data={"booking_id": str(booking.public_id), "starts_at": booking.starts_at.isoformat()},
            links=_ways(booking),
            now=event.now,
        )


def _ways(booking: Booking) -> list[Link]:
    sessions = Link("Their sessions", link_to("web:guardians"))
    return [Link("Join the session", room_of(booking)), sessions] if is_agreed(booking) else [sessions]


def _facts(booking: Booking, reader: User, names: dict[str, str]) -> str:
    when = span(booking.starts_at, booking.ends_at, zone_of(reader))
    lines = [f"When: {when}", f"Topic: {one_line(booking.topic)}", f"With: {names['other']}"]
    if is_agreed(booking):
        lines.append(f"\nThe room opens to {names['minor']} and {names['other']} while you are in it.")
    return "\n".join(lines)
