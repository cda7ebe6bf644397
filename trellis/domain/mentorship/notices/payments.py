"""What people are told of sessions that are paid for: booked, lost, paid too late; and of packages."""

from datetime import datetime

from trellis.core.events import Happened, Nothing
from trellis.core.links import link_to
from trellis.core.writing.money import written
from trellis.domain.accounts.models import User
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, Bundle, Cancellation, Status
from trellis.domain.mentorship.notices.sessions import facts, other_times, tell
from trellis.domain.mentorship.rules.cancellation import policy_in_words
from trellis.domain.mentorship.rules.sides import Side, sides
from trellis.domain.notifications.rules import name_of
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.services import Link, notify


def tell_of_booking(event: Happened[Booking, events.Step]) -> None:
    """Tell both of a session that nobody has to confirm any more, and put it into their calendars."""
    booking = event.subject
    mentor, mentee = sides(booking)
    kind, now = event.kind, event.now
    title = f"{mentor.other_name} booked a session with you"
    tell(mentor, kind, title, [facts(mentor), booking.description, _price(mentor)], now, method="REQUEST")
    title = f"Your session with {mentee.other_name} is booked"
    told = [facts(mentee), _price(mentee), policy_in_words(booking)]
    tell(mentee, kind, title, told, now, method="REQUEST")


def tell_of_lost_hold(event: Happened[Booking, events.LetGo]) -> None:
    """Tell the mentee that the time is free again, as it was not paid for; the mentor has not heard of it."""
    if event.data["is_paid_too_late"]:
        return  # they are told of that
    _, mentee = sides(event.subject)
    tell(
        mentee,
        event.kind,
        f"The time with {mentee.other_name} is no longer held for you",
        [facts(mentee), "It was not paid for in time. Nothing was charged."],
        event.now,
        links=[other_times(mentee)],
    )


def tell_of_late_payment(event: Happened[Booking, events.Standing]) -> None:
    """Tell both that money came for a session that could not be had for it any more, and goes back."""
    mentor, mentee = sides(event.subject)
    kind, now = event.kind, event.now
    if event.data["status"] in (Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW):
        title = f"A second payment for your session with {mentee.other_name} is paid back"
        told = (
            "It came besides the one by which the session is paid for, and is on its way back to you in full."
        )
        tell(mentee, kind, title, [facts(mentee), told], now)
        return
    told = (
        "It came after the time that was held for you had ended. All of it is on its way back to you. "
        "You are welcome to choose another time."
    )
    title = f"Your payment for a session with {mentee.other_name} came too late"
    tell(mentee, kind, title, [facts(mentee), told], now, links=[other_times(mentee)])
    told = "The payment came when the time was no longer held. It is paid back, and there is no session."
    title = f"{mentor.other_name} was too late to book a session with you"
    tell(mentor, kind, title, [facts(mentor), told], now)


def tell_of_bundle(event: Happened[Bundle, Nothing]) -> None:
    """Tell the mentee what they have bought, and until when it can be used."""
    bundle = event.subject
    cost = written(bundle.price_minor, bundle.currency)
    body = f"{bundle.sessions} sessions for {cost}, to be held until {bundle.valid_until:%d %B %Y}."
    _tell(bundle, bundle.mentee, event.kind, f"You have a package of {_mentor(bundle)}", body, event.now)


def tell_of_ended_bundle(event: Happened[Bundle, events.BundleOver]) -> None:
    """Tell whom it concerns that a package has ended: what was given back of it, or what nobody used."""
    bundle, told = event.subject, event.data
    left = f"{told['sessions_left']} of {bundle.sessions} sessions"
    if told["why"] == "given_back":
        amount = written(told["given_back_minor"], bundle.currency)
        body = f"{left} were not used. {amount} are paid back for them."
        for person in (bundle.mentee, bundle.mentor.user):
            title = f"A package of {_mentor(bundle)} was given back"
            _tell(bundle, person, event.kind, title, body, event.now, about=Kind.PAYMENT_REFUNDED)
    elif told["why"] == "expired" and told["sessions_left"]:
        body = f"{left} were not used by {bundle.valid_until:%d %B %Y}, when it ended."
        _tell(
            bundle, bundle.mentee, event.kind, f"Your package of {_mentor(bundle)} is over", body, event.now
        )


def _price(side: Side) -> str:
    """Return what a session costs, or that a package has paid for it."""
    booking = side.booking
    if booking.bundle is not None:
        return f"It is one of the {booking.bundle.sessions} sessions of a package."
    if booking.cancellation == Cancellation.FREE:
        return ""
    return f"Paid: {written(booking.price_minor, booking.currency)}."


def _mentor(bundle: Bundle) -> str:
    return name_of(bundle.mentor.user)


def _tell(
    bundle: Bundle,
    person: User,
    kind: str,
    title: str,
    body: str,
    now: datetime,
    *,
    about: Kind | None = None,
) -> None:
    page = link_to("web:mentor", public_id=bundle.mentor.public_id)
    notify(
        recipient=person,
        kind=kind,
        about=about,
        title=title,
        body=body,
        data={"bundle_id": str(bundle.public_id), "status": str(bundle.status)},
        links=[Link(_mentor(bundle), page)],
        attachment=None,
        now=now,
    )
