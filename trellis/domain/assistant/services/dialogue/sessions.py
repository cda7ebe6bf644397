"""Sessions that are booked: which is meant, and its being moved, called off, or told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

from trellis.core.refusals import Refusal
from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Action, Waits
from trellis.domain.assistant.rules.acts import ActionStatus, ActKind
from trellis.domain.assistant.rules.saying import when as when_in_words
from trellis.domain.assistant.rules.wishes import Of, Wish
from trellis.domain.assistant.services.dialogue.booking import fits
from trellis.domain.assistant.services.dialogue.doing import act
from trellis.domain.assistant.services.dialogue.turns import (
    Choice,
    Person,
    Reply,
    Talk,
    ask,
    tell,
    which_of,
)
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.queries.bookings import booking_of, bookings_of, upcoming
from trellis.domain.mentorship.queries.choosing import sessions_free_for
from trellis.domain.mentorship.rules.slots import Slot
from trellis.domain.notifications.rules import name_of
from trellis.intelligence.commands.aloud import moment
from trellis.intelligence.commands.forms import When

_MOST_LOOKED_AT = 50
# "Move it" is of what has just been booked.
_JUST = timedelta(minutes=10)
_AROUND = timedelta(days=1)


def call_off(talk: Talk, wish: Wish) -> Reply:
    """Call a session off, or propose that, or ask which."""
    booking = _meant(talk, wish, "Which session shall I call off?")
    if isinstance(booking, Reply):
        return booking
    details = {"booking_id": booking.public_id, "reason": ""}
    return act(talk, wish, ActKind.CANCEL, details, _other(booking, talk.user))


def move(talk: Talk, wish: Wish) -> Reply:
    """Move a session, or propose that, or ask which, or whereto."""
    booking = _meant(talk, wish, "Which session shall I move?")
    if isinstance(booking, Reply):
        return booking
    person, wish = _other(booking, talk.user), replace(wish, booking_id=str(booking.public_id))
    if wish.when is None:
        return ask(
            wish, f"To when shall I move the session with {person.name}?", Waits.TIME, person_id=person.id
        )
    starts_at = _new_start(talk, booking, wish.when)
    if starts_at is None:
        sentence = f"{person.name} is not free then. The session stays as it is. To when shall I move it?"
        return ask(replace(wish, when=None), sentence, Waits.TIME, person_id=person.id)
    details = {"booking_id": booking.public_id, "starts_at": starts_at}
    return act(talk, wish, ActKind.MOVE, details, person)


def tell_next(talk: Talk, wish: Wish) -> Reply:
    """Say which session comes next: at all, with somebody, or on some days."""
    found = next(iter(_sessions(talk, wish)), None)
    if found is None:
        about = " like that" if wish.person_id or wish.which else ""
        return tell(wish.intent, f"You have no session{about} to come.", person_id=wish.person_id)
    person = _other(found, talk.user)
    minutes = int((found.ends_at - found.starts_at).total_seconds()) // 60
    at = when_in_words(found.starts_at.isoformat(), talk.local_now)
    return tell(
        wish.intent, f"Your next session is with {person.name}, {at}, {minutes} minutes.", person_id=person.id
    )


def _meant(talk: Talk, wish: Wish, question: str) -> Booking | Reply:
    """Return the one session that is meant; else the question which."""
    if wish.booking_id:
        try:
            return booking_of(talk.user, UUID(wish.booking_id))
        except Refusal as refusal:
            return tell(wish.intent, refusal.sentence)
    found = _sessions(talk, wish)
    if not found:
        about = " like that" if wish.person_id or wish.which else ""
        return tell(
            wish.intent, f"You have no session{about} to come, and I did nothing.", person_id=wish.person_id
        )
    if len(found) > 1:
        return which_of(wish, question, [_choice(talk, each) for each in found])
    return found[0]


def just_booked(talk: Talk) -> str:
    """Return the id of the session that the agent has booked just now; "" for none."""
    booked = Action.objects.filter(
        agent=talk.agent,
        kind=ActKind.SCHEDULE,
        status=ActionStatus.DONE,
        created_at__gt=talk.now - _JUST,
    )
    last = booked.order_by("-pk").first()
    return "" if last is None else str(last.action_details.get("booking_id", ""))


def _sessions(talk: Talk, wish: Wish) -> list[Booking]:
    rows = upcoming(bookings_of(talk.user), now=talk.now)[:_MOST_LOOKED_AT]
    return [
        each
        for each in rows
        if (not wish.person_id or _other(each, talk.user).id == wish.person_id)
        and _is_in(each.starts_at.astimezone(talk.local_now.tzinfo), wish.which)
    ]


def _is_in(at: datetime, which: When | None) -> bool:
    if which is None:
        return True
    if which.first is not None and not which.first <= at.date() <= (which.last or which.first):
        return False
    return not which.times or at.time() in which.times


def _new_start(talk: Talk, booking: Booking, wanted: When) -> datetime | None:
    """Return when the session begins that is wanted instead; what is not said stays.

    An hour that was said is taken as it is: whether it is free is asked when it is proposed.
    """
    zone = talk.local_now.tzinfo
    there = booking.starts_at.astimezone(zone)
    one_day = wanted.first if wanted.first == wanted.last else None
    if wanted.times:
        day = one_day or wanted.first or there.date()
        readings = [datetime.combine(day, at, zone) for at in wanted.times]
        free = {slot.starts_at for slot in _free(talk, booking, wanted)}
        return next((each for each in readings if each in free), readings[0])
    if one_day and wanted.part is None:
        return datetime.combine(one_day, time(there.hour, there.minute), zone)
    return next((slot.starts_at for slot in _free(talk, booking, wanted)), None)


def _free(talk: Talk, booking: Booking, wanted: When) -> list[Slot]:
    """Return the mentor's free times on the days that are wanted; without any on that of the session."""
    there = booking.starts_at.astimezone(talk.local_now.tzinfo).date()
    first, last = wanted.first or there, wanted.last or there
    minutes = int((booking.ends_at - booking.starts_at).total_seconds()) // 60
    slots = sessions_free_for(
        booking.mentee,
        booking.mentor,
        minutes=minutes,
        first=first - _AROUND,
        last=last + _AROUND,
        now=talk.now,
    )
    wish = When(first, last, wanted.part)
    return [slot for slot in slots if fits(talk, slot, wish)]


def _choice(talk: Talk, booking: Booking) -> Choice:
    at = booking.starts_at.astimezone(talk.local_now.tzinfo)
    return Choice(Of.BOOKING, str(booking.public_id), f"{_other(booking, talk.user).name}, {moment(at)}")


def _other(booking: Booking, user: User) -> Person:
    other = booking.mentor.user if booking.mentee_id == user.pk else booking.mentee
    return Person(str(other.public_id), name_of(other))
