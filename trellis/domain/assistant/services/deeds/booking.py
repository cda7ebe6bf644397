"""A session is booked: its time is held, or fixed where it costs nothing. No money moves by that."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from trellis.core.writing.money import as_number, in_units, written
from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Action
from trellis.domain.assistant.services.deeds.reading import id_in, moment_in, text_in
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.bookings import booking_of
from trellis.domain.mentorship.queries.mentors import mentor_shown
from trellis.domain.mentorship.queries.why_not import verdict_on
from trellis.domain.mentorship.refusals import NotBookable, OwnSession, SlotTaken
from trellis.domain.mentorship.rules.bookings import is_agreed
from trellis.domain.mentorship.rules.cancellation import Part, part_given_back
from trellis.domain.mentorship.rules.reasons import Reason
from trellis.domain.mentorship.rules.terms import price_of
from trellis.domain.mentorship.services.bookings import cancel
from trellis.domain.mentorship.services.reserving import Wish, hold
from trellis.domain.notifications.rules import name_of, span, zone_of

_TOPIC = "Mentorship session"
_PAID_SINCE = "It has been paid for since: it can be called off under its terms."
_UNDONE = "Undone by who booked it."


def fill(user: User, details: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return what is to be booked, with its price of now.

    Raises UnknownMentor, OwnSession, SlotTaken and NotBookable.
    """
    mentor = mentor_shown(id_in(details, "mentor_id"), viewer=user)
    starts_at = moment_in(details, "starts_at")
    minutes = details.get("duration_minutes") or mentor.session_minutes
    _refuse_unless_free(mentor, user, starts_at, minutes, now)
    price = price_of(mentor, minutes)
    return {
        "mentor_id": str(mentor.public_id),
        "starts_at": starts_at.isoformat(),
        "duration_minutes": minutes,
        "amount_minor": price.minor,
        "currency": price.currency,
        "title": text_in(details, "title") or _TOPIC,
        "reason": text_in(details, "reason"),
        "not_had": list(details.get("not_had") or ()),
    }


def preview(user: User, details: Mapping[str, Any]) -> str:
    """Return in a sentence what would be booked, when in the person's own time, and what it costs."""
    mentor = mentor_shown(id_in(details, "mentor_id"), viewer=user)
    starts_at, ends_at = _times(details)
    cost = written(details["amount_minor"], details["currency"]) if details["amount_minor"] else "nothing"
    when = span(starts_at, ends_at, zone_of(user))
    return f"A session with {name_of(mentor.user)}: {when}. It costs {cost}."


def told(user: User, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the log tells of it."""
    mentor = mentor_shown(id_in(details, "mentor_id"), viewer=user)
    return {
        "mentor_name": name_of(mentor.user),
        "scheduled_at": details["starts_at"],
        "duration_minutes": details["duration_minutes"],
        "amount": as_number(details["amount_minor"], details["currency"]),
        "currency": details["currency"],
    }


def do(user: User, details: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Book it at the price that it has in the details, and return what more the log tells.

    Raises what `hold` does, and SlotTaken where they have this very time already.
    """
    mentor = mentor_shown(id_in(details, "mentor_id"), viewer=user)
    price = (in_units(details["amount_minor"], details["currency"]), details["currency"])
    wish = Wish(
        starts_at=moment_in(details, "starts_at"),
        minutes=details["duration_minutes"],
        topic=details["title"],
        said=price,
    )
    made = hold(mentor=mentor, mentee=user, wish=wish, now=now)
    if not made.is_new:
        raise SlotTaken("mentee")
    return {"booking_id": str(made.booking.public_id)}


def take_back(user: User, action: Action, now: datetime) -> None:
    """Let the time go again; raise InvalidTransition and NotBookable where it stands."""
    booking = booking_of(user, id_in(action.action_details, "booking_id"))
    costs = part_given_back(booking, by_mentor=False, now=now) is not Part.ALL
    if is_agreed(booking) and booking.price_minor and costs:
        raise NotBookable(_PAID_SINCE)
    cancel(booking=booking, actor=user, version=None, now=now, reason=_UNDONE)


def _refuse_unless_free(mentor: Mentor, user: User, starts_at: datetime, minutes: int, now: datetime) -> None:
    verdict = verdict_on(mentor, starts_at, minutes=minutes, asker=user, is_free=False, now=now)
    match verdict.reason:
        case None:
            return
        case Reason.OWN:
            raise OwnSession
        case Reason.MENTEE_BUSY:
            raise SlotTaken("mentee")
        case Reason.TAKEN | Reason.NO_ROOM:
            raise SlotTaken
    raise NotBookable(verdict.explanation or "")


def _times(details: Mapping[str, Any]) -> tuple[datetime, datetime]:
    starts_at = moment_in(details, "starts_at")
    return starts_at, starts_at + timedelta(minutes=details["duration_minutes"])
