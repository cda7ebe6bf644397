"""What a command is about: whom, when, for how long, for how much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from trellis.intelligence.commands.amounts import confused_with, take_amount
from trellis.intelligence.commands.days import take_days, take_part
from trellis.intelligence.commands.forms import Command, Doubt, Intent, KnownName, When
from trellis.intelligence.commands.hours import take_duration, take_times
from trellis.intelligence.commands.names import take_person
from trellis.intelligence.commands.taking import GAP, Sentence

_TIMED = (Intent.SCHEDULE, Intent.MOVE, Intent.CANCEL, Intent.NEXT_SESSION)


def filled(sentence: Sentence, intent: Intent, names: Sequence[KnownName], now: datetime) -> Command:
    """Return the command with what its sentence names, which is taken out of it."""
    duration = take_duration(sentence) if intent in (Intent.SCHEDULE, Intent.MOVE) else None
    amount, currency = take_amount(sentence, bare=intent == Intent.PAY) or (None, "")
    person = take_person(sentence, names)
    which = _which(sentence, now) if intent == Intent.MOVE else None
    return Command(
        intent=intent,
        person=person,
        when=_when(sentence, now) if intent in _TIMED else None,
        which=which,
        duration_minutes=duration,
        amount=amount,
        currency=currency,
        doubts=confused(amount, duration),
    )


def confused(amount: Decimal | None, duration: int | None) -> tuple[Doubt, ...]:
    """Return the numbers that sound like others which may as well have been said."""
    doubts = []
    if amount is not None and amount == int(amount) and (other := confused_with(int(amount))):
        doubts.append(Doubt("amount", (str(int(amount)), str(other))))
    if duration in (15, 50):
        doubts.append(Doubt("duration", (str(duration), str(confused_with(duration)))))
    return tuple(doubts)


def _which(sentence: Sentence, now: datetime) -> When | None:
    """Take out when the session is that is to be moved: before the last "to", if a day stands after it."""
    before, to, after = sentence.left.rpartition(" to ")
    if not to or take_days(Sentence(after), today=now.date()) is None:
        return None
    first = Sentence(before)
    found = _when(first, now)
    if found is not None:
        sentence.left = f"{first.left} {GAP} to {after}"
    return found


def _when(sentence: Sentence, now: datetime) -> When | None:
    days = take_days(sentence, today=now.date())
    part = take_part(sentence)
    times, day = take_times(sentence, day=days[0] if days else None, part=part, now=now)
    if days is None and part is None and not times:
        return None
    # Who says the hour, too, has said all of the part.
    part = None if times else part
    if days is None:
        return When(day, day, part, times, is_day_said=False)
    return When(days[0], days[1], part, times)
