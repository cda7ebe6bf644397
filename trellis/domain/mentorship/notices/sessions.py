"""What the two people of a session are told when something happens to it."""

from collections.abc import Sequence
from datetime import datetime

from trellis.core.events import Happened
from trellis.core.links import link_to
from trellis.core.post.ics import Method
from trellis.core.post.mail import Attachment, one_line
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, CompletedBy, ConfirmedBy, Status
from trellis.domain.mentorship.rules.calendars import invitation
from trellis.domain.mentorship.rules.cancellation import given_back_in_words
from trellis.domain.mentorship.rules.meetings import place_of
from trellis.domain.mentorship.rules.sides import Side, sides
from trellis.domain.mentorship.rules.stages import MENTOR_ABSENT
from trellis.domain.notifications.rules import moment, span
from trellis.domain.notifications.services import Link, notify

Told = Happened[Booking, events.Standing]


def tell_of_request(event: Told) -> None:
    """Ask the mentor to answer a request, and tell the mentee that it is on its way."""
    mentor, mentee = sides(event.subject)
    kind, now = event.kind, event.now
    tell(
        mentor,
        kind,
        f"{mentor.other_name} asks you for a session",
        [facts(mentor), event.subject.description, _answer_by(mentor)],
        now,
        links=[Link("Answer the request", _sessions_url(mentor))],
    )
    tell(
        mentee,
        kind,
        f"Your request is with {mentee.other_name}",
        [facts(mentee), f"The time is held for you. {_answer_by(mentee)}"],
        now,
    )


def tell_of_confirmation(event: Told) -> None:
    """Tell both that the session takes place, and put it into their calendars."""
    mentor, mentee = sides(event.subject)
    kind, now = event.kind, event.now
    tell(
        mentor,
        kind,
        f"You confirmed the session with {mentor.other_name}",
        [facts(mentor), event.subject.description],
        now,
        method="REQUEST",
    )
    tell(
        mentee,
        kind,
        f"{mentee.other_name} confirmed your session",
        [facts(mentee), "The meeting link works for the two of you."],
        now,
        method="REQUEST",
    )


def tell_of_cancellation(event: Happened[Booking, events.CalledOff]) -> None:
    """Tell both who called the session off and why, and take it out of their calendars."""
    method = _cancelling(event.data["is_in_calendars"])
    said = event.subject.cancellation_reason.strip()
    for side in sides(event.subject):
        if side.is_mentor and _is_let_go(event):
            continue  # nobody has told them of it
        tell(
            side,
            event.kind,
            _not_held(side, event.now) if _is_by_the_clock(event) else _cancelled_by(side, event.data),
            [
                facts(side),
                f"Reason: {said}" if said else "",
                given_back_in_words(event.subject, to_mentor=side.is_mentor),
                "" if side.is_mentor else "You are welcome to book another time.",
            ],
            event.now,
            method=method,
            links=[] if side.is_mentor else [other_times(side)],
        )


def tell_of_expiry(event: Happened[Booking, events.Lapsed]) -> None:
    """Tell both that a request lapsed because nobody answered it."""
    mentor, mentee = sides(event.subject)
    kind, now, method = event.kind, event.now, _cancelling(event.data["is_in_calendars"])
    tell(
        mentor,
        kind,
        f"The request of {mentor.other_name} has lapsed",
        [facts(mentor), "It was not answered in time. The time is free again."],
        now,
        method=method,
    )
    tell(
        mentee,
        kind,
        f"Your request to {mentee.other_name} has lapsed",
        [facts(mentee), "It was not answered in time. You are welcome to ask for another time."],
        now,
        method=method,
        links=[other_times(mentee)],
    )


def tell_of_move(event: Happened[Booking, events.Moved]) -> None:
    """Tell both of the new time, who chose it, and whether it has yet to be confirmed."""
    for side in sides(event.subject):
        if event.actor_id == side.reader.pk:
            title = f"You moved the session with {side.other_name}"
        else:
            title = f"{side.other_name} moved your session"
        stands = "The new time stands."
        if event.data["status"] == Status.PENDING:
            stands = f"The new time has yet to be confirmed. {_answer_by(side)}"
        tell(
            side,
            event.kind,
            title,
            [facts(side, before=_before(side, event.data)), stands],
            event.now,
            method="REQUEST",
        )


def tell_of_link(event: Told) -> None:
    """Tell both where the session is held, also in their calendars."""
    mentor, mentee = sides(event.subject)
    kind, now = event.kind, event.now
    told = f"You set the meeting link for {mentor.other_name}"
    tell(mentor, kind, told, [facts(mentor)], now, method="REQUEST")
    told = f"{mentee.other_name} set the meeting link of your session"
    tell(mentee, kind, told, [facts(mentee)], now, method="REQUEST")


def tell_of_completion(event: Told) -> None:
    """Ask the mentee how the session was, and the mentor for a few words to the mentee."""
    mentor, mentee = sides(event.subject)
    kind, now = event.kind, event.now
    tell(
        mentor,
        kind,
        f"Your session with {mentor.other_name} is complete",
        [facts(mentor), "A few words on what comes next help the mentee."],
        now,
        links=[Link("Write to the mentee", _sessions_url(mentor))],
    )
    tell(
        mentee,
        kind,
        f"How was your session with {mentee.other_name}?",
        [facts(mentee), "One to five stars and a few words help the mentor, and those who choose one."],
        now,
        links=[Link("Give feedback", _sessions_url(mentee))],
    )


def tell_of_no_show(event: Told) -> None:
    """Tell both of the mentee's absence, which the mentor has noted, or nobody but the room."""
    mentor, mentee = sides(event.subject)
    kind, now = event.kind, event.now
    is_seen = _is_by_the_clock(event)
    title = f"{'' if is_seen else 'You noted that '}{mentor.other_name} did not come"
    noted = "The mentor was in the room, and it seems" if is_seen else "The mentor noted"
    tell(mentor, kind, title, [facts(mentor)], now)
    tell(
        mentee,
        kind,
        f"You were missed at your session with {mentee.other_name}",
        [facts(mentee), f"{noted} that you did not come. You are welcome to book another time."],
        now,
        links=[other_times(mentee)],
    )


def tell(
    side: Side,
    kind: str,
    title: str,
    paragraphs: Sequence[str],
    now: datetime,
    *,
    links: Sequence[Link] = (),
    method: Method | None = None,
    needed_by: datetime | None = None,
    sms: str = "",
) -> None:
    """Tell one side of a session something, with its calendar entry if `method` says so.

    `sms` is what their phone is sent, too. Nothing of it is held until after it is `needed_by`.
    """
    booking = side.booking
    ways = list(links) or [Link("Your sessions", _sessions_url(side))]
    if booking.status == Status.CONFIRMED:
        ways.insert(0, Link("Join the session", place_of(booking)))
    notify(
        recipient=side.reader,
        kind=kind,
        title=title,
        body="\n\n".join(part.strip() for part in paragraphs if part.strip()),
        data={
            "booking_id": str(booking.public_id),
            "status": str(booking.status),
            "starts_at": booking.starts_at.isoformat(),
        },
        links=ways,
        attachment=_attachment(side, method) if method else None,
        needed_by=needed_by,
        sms=sms,
        now=now,
    )


def facts(side: Side, *, before: str = "") -> str:
    """Write when a session is, what about and with whom; the mentor alone reads the other's address."""
    other = f"{side.other_name}, {side.other.email}" if side.is_mentor else side.other_name
    lines = [f"When: {side.when()}"]
    if for_other := side.when_for_other(side.zone):
        lines.append(f"For {side.other_name}: {for_other}")
    if before:
        lines.append(f"Before: {before}")
    return "\n".join([*lines, f"Topic: {one_line(side.booking.topic)}", f"With: {other}"])


def _attachment(side: Side, method: Method) -> Attachment:
    content = invitation(side.booking, method=method, reader=side.reader).decode()
    return Attachment("session.ics", f"text/calendar; method={method}", content)


def _is_by_the_clock(event: Told) -> bool:
    """Tell whether nobody said how a session was, so that what its room saw has decided."""
    return event.actor_id is None and event.subject.completed_by == CompletedBy.EITHER


def _not_held(side: Side, now: datetime) -> str:
    """Say of a session that nobody called off that its mentor was not there, or that it is not held."""
    other = side.other_name
    if side.booking.cancellation_reason != MENTOR_ABSENT:
        does = "does" if now < side.booking.ends_at else "did"
        return f"Your session with {other} {does} not take place"
    return f"You did not come to the session with {other}" if side.is_mentor else f"{other} did not come"


def _is_unpaid(booking: Booking, told: events.CalledOff) -> bool:
    return told["previous_status"] == Status.PENDING and booking.confirmed_by == ConfirmedBy.PAYMENT


def _is_let_go(event: Happened[Booking, events.CalledOff]) -> bool:
    """Tell whether it is the mentee's own hold that they have not paid for."""
    by_mentee = event.subject.status == Status.CANCELLED_BY_MENTEE
    return by_mentee and _is_unpaid(event.subject, event.data)


def _cancelled_by(side: Side, told: events.CalledOff) -> str:
    by_mentor = told["status"] == Status.CANCELLED_BY_MENTOR
    other, is_own = side.other_name, by_mentor is side.is_mentor
    if _is_unpaid(side.booking, told):
        return f"You let go of the time with {other}" if is_own else f"{other} is not free at this time"
    if told["previous_status"] != Status.PENDING:
        return f"You cancelled the session with {other}" if is_own else f"{other} cancelled your session"
    if by_mentor:
        return f"You declined the request of {other}" if is_own else f"{other} declined your request"
    return f"You withdrew your request to {other}" if is_own else f"{other} withdrew their request"


def _cancelling(is_in_calendars: bool) -> Method | None:
    """Return CANCEL if a calendar may hold the session, which it does only once an invitation was sent."""
    return "CANCEL" if is_in_calendars else None


def _before(side: Side, told: events.Moved) -> str:
    first, last = (datetime.fromisoformat(told[end]) for end in ("previous_starts_at", "previous_ends_at"))
    return span(first, last, side.zone)


def _answer_by(side: Side) -> str:
    until = moment(side.booking.expires_at, side.zone)
    return f"{'Please answer' if side.is_mentor else 'The mentor answers'} by {until}; then it lapses."


def _sessions_url(side: Side) -> str:
    return link_to("web:mentor-bookings" if side.is_mentor else "web:my-bookings")


def other_times(side: Side) -> Link:
    """Return the way to the other times of the mentor."""
    return Link("Choose another time", link_to("web:mentor", public_id=side.booking.mentor.public_id))
