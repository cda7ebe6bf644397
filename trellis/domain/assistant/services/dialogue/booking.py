"""A session is asked for: with whom, when, and whether that is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from trellis.domain.assistant.models import Waits
from trellis.domain.assistant.queries.people import Known
from trellis.domain.assistant.rules.acts import ActKind
from trellis.domain.assistant.rules.choosing import PartOfDay, is_in_part
from trellis.domain.assistant.rules.limits import ALTERNATIVES, DAYS_LOOKED_AT
from trellis.domain.assistant.rules.saying import days_in_words
from trellis.domain.assistant.rules.wishes import Of, Wish
from trellis.domain.assistant.services.dialogue import people
from trellis.domain.assistant.services.dialogue.doing import act
from trellis.domain.assistant.services.dialogue.turns import Choice, Person, Reply, Talk, tell, which_of
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.choosing import sessions_free_for
from trellis.domain.mentorship.queries.mentors import mentor_of_user
from trellis.domain.mentorship.rules.slots import Slot
from trellis.intelligence.commands.aloud import moment
from trellis.intelligence.commands.forms import When

_DAY = timedelta(days=1)


def book(talk: Talk, wish: Wish) -> Reply:
    """Book a session, or propose it, or ask for what is missing; with whom is who was spoken of just now."""
    if not wish.person_id and (last := talk.just_spoken_of):
        wish = replace(wish, person_id=last, is_doubtful=True)
    known = people.one(talk, wish)
    if isinstance(known, Reply):
        return known
    mentor = mentor_of_user(known.user)
    if mentor is None or not known.is_mentor:
        return tell(wish.intent, f"{known.name.full_name} gives no sessions.", person_id=known.name.key)
    # Who names no time has not said yes to any.
    wish = wish if wish.when else replace(wish, is_doubtful=True)
    wanted = wish.when or When()
    free = free_times(talk, mentor, wanted, wish.minutes or mentor.session_minutes)
    found = fitting(talk, free, wanted)
    if found is None:
        return _nothing(talk, wish, known, mentor, free)
    return _booked(talk, wish, known, mentor, found)


def book_at(talk: Talk, wish: Wish, at: datetime) -> Reply:
    """Book or propose the time that was chosen of several."""
    there = at.astimezone(talk.local_now.tzinfo)
    exact = When(there.date(), there.date(), None, (there.time(),))
    return book(talk, replace(wish, when=exact))


def free_times(talk: Talk, mentor: Mentor, wanted: When, minutes: int) -> list[Slot]:
    """Return the sessions that can be booked around the days that are wanted, in order."""
    today = talk.local_now.date()
    first = max(wanted.first or today, today) - _DAY
    last = max(wanted.last or today, today) + timedelta(days=DAYS_LOOKED_AT)
    return sessions_free_for(talk.user, mentor, minutes=minutes, first=first, last=last, now=talk.now)


def fitting(talk: Talk, free: list[Slot], wanted: When) -> Slot | None:
    """Return the first that is as wanted; of several readings of an hour the likeliest that is free."""
    there = [slot for slot in free if fits(talk, slot, wanted)]
    if not wanted.times:
        return next(iter(there), None)
    exact = (slot for at in wanted.times for slot in there if _local(talk, slot).time() == at)
    return next(exact, None)


def fits(talk: Talk, slot: Slot, wanted: When) -> bool:
    """Tell whether a time is on the days and in the part of the day that are wanted, whatever the hour."""
    day = _local(talk, slot).date()
    if (wanted.first and day < wanted.first) or (wanted.last and day > wanted.last):
        return False
    return wanted.part is None or is_in_part(slot, PartOfDay(wanted.part), talk.local_now.tzinfo)


def nearest(talk: Talk, free: list[Slot], wanted: When) -> list[Choice]:
    """Return the few free times that are nearest to what is wanted, in order, to choose of."""
    aim = datetime.combine(
        wanted.first or talk.local_now.date(),
        wanted.times[0] if wanted.times else time(12),
        talk.local_now.tzinfo,
    )
    near = sorted(free, key=lambda slot: abs(slot.starts_at - aim))[:ALTERNATIVES]
    slots = sorted(near, key=lambda slot: slot.starts_at)
    return [Choice(Of.START, slot.starts_at.isoformat(), moment(_local(talk, slot))) for slot in slots]


def _booked(talk: Talk, wish: Wish, known: Known, mentor: Mentor, slot: Slot) -> Reply:
    minutes = int((slot.ends_at - slot.starts_at).total_seconds()) // 60
    details = {
        "mentor_id": mentor.public_id,
        "starts_at": slot.starts_at,
        "duration_minutes": minutes,
        "title": "",
        "reason": f"You asked for a session{days_in_words(wish)}.",
        "not_had": (),
    }
    return act(talk, wish, ActKind.SCHEDULE, details, Person(known.name.key, known.name.full_name))


def _nothing(talk: Talk, wish: Wish, known: Known, mentor: Mentor, free: list[Slot]) -> Reply:
    name = known.name.full_name
    if not free:
        sentence = f"{name} has no free time{days_in_words(wish)}, nor in the weeks after."
        return tell(wish.intent, sentence, person_id=known.name.key)
    choices = nearest(talk, free, wish.when or When())
    question = f"{name} is not free{days_in_words(wish)}. Nearest are these. Which one?"
    reply = which_of(wish, question, choices)
    return replace(reply, person_id=known.name.key, waits_for=Waits.CHOICE)


def _local(talk: Talk, slot: Slot) -> datetime:
    return slot.starts_at.astimezone(talk.local_now.tzinfo)
