"""A sentence, as somebody says it or a recogniser writes it, understood as a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from trellis.intelligence.commands.amounts import confused_with, take_amount
from trellis.intelligence.commands.days import take_days, take_part
from trellis.intelligence.commands.forms import Command, Doubt, Intent, KnownName, When
from trellis.intelligence.commands.hours import take_duration, take_times
from trellis.intelligence.commands.intents import answer_in, place_in, reading_of, without_openers
from trellis.intelligence.commands.names import take_person
from trellis.intelligence.commands.sending import message_in
from trellis.intelligence.commands.small import MEANINGLESS, NOT_NAMES
from trellis.intelligence.commands.taking import Sentence
from trellis.intelligence.commands.words import words_of

_MOST_WORDS = 40
# More words than that which mean nothing here, and it is something else that is said.
_MOST_OTHERS = 2
_UNKNOWN = Command(intent=Intent.UNKNOWN)
_TIMED = (Intent.SCHEDULE, Intent.MOVE, Intent.CANCEL, Intent.NEXT_SESSION)
_ONE_AT_A_TIME = (Intent.SCHEDULE, Intent.CANCEL, Intent.MOVE)
_SEVERAL = {
    "sessions",
    "meetings",
    "appointments",
    "lessons",
    "calls",
    "bookings",
    "slots",
    "all",
    "every",
    "everything",
}
_DENIALS = {"don't", "not", "never", "didn't", "won't", "if", "unless", "because"}


def read_command(text: str, *, names: Sequence[KnownName], now: datetime) -> Command:
    """Return the command that a sentence is; its intent is UNKNOWN where it is none for sure.

    `names` are those whom the person knows; `now` is by the clock of the person.
    """
    words = words_of(text)
    said = " ".join(words)
    answer = answer_in(said) or answer_in(without_openers(said))
    if answer is not None:
        intent, is_clear = answer
        return Command(intent=intent, doubts=() if is_clear else (Doubt("yes"),))
    if (place := place_in(said)) is not None:
        return Command(intent=Intent.CHOOSE, place=place, amount=Decimal(place) if place > 0 else None)
    return _ordered(text, without_openers(said), names, now)


def _ordered(text: str, said: str, names: Sequence[KnownName], now: datetime) -> Command:
    reading = reading_of(said)
    if reading is None or reading.intent == Intent.SEND:
        return _message(text, said, names) or _fragment(said, names, now)
    if len(said.split()) > _MOST_WORDS or _DENIALS & set(said.split()):
        return _UNKNOWN
    sentence = Sentence(reading.left)
    command = _filled(sentence, reading.intent, names, now)
    if reading.is_change:
        command = replace(command, is_change=True, when=_as_change(command.when, reading.left, now))
        if command.when is None and command.duration_minutes is None:
            return _UNKNOWN
    return _judged(command, sentence)


def _filled(sentence: Sentence, intent: Intent, names: Sequence[KnownName], now: datetime) -> Command:
    """Return the command with what its sentence names, which is taken out of it."""
    duration = take_duration(sentence) if intent in (Intent.SCHEDULE, Intent.MOVE) else None
    amount = take_amount(sentence, bare=intent == Intent.PAY)
    person = take_person(sentence, names)
    when = _when(sentence, now) if intent in _TIMED else None
    value, currency = amount or (None, "")
    return Command(
        intent=intent,
        person=person,
        when=when,
        duration_minutes=duration,
        amount=value,
        currency=currency,
        doubts=_confused(value, duration),
    )


def _when(sentence: Sentence, now: datetime) -> When | None:
    days = take_days(sentence, today=now.date())
    part = take_part(sentence)
    one = days[0] if days and days[0] == days[1] else None
    times, day = take_times(sentence, day=one or (days[0] if days else None), part=part, now=now)
    if times and not days and day:
        days = (day, day)
    # A day said after the time: at four on Thursday.
    if days is None and part is None and not times:
        return None
    # Who says the hour, too, has said all of the part.
    return When(days[0] if days else None, days[1] if days else None, None if times else part, times)


def _as_change(when: When | None, left: str, now: datetime) -> When | None:
    """Return what is said of a time that stands already: its day stays where none is named."""
    if when is None or take_days(Sentence(left), today=now.date()) is not None:
        return when
    return replace(when, first=None, last=None)


def _confused(amount: Decimal | None, duration: int | None) -> tuple[Doubt, ...]:
    doubts = []
    if amount is not None and amount == int(amount) and (other := confused_with(int(amount))):
        doubts.append(Doubt("amount", (str(int(amount)), str(other))))
    if duration in (15, 50):
        doubts.append(Doubt("duration", (str(duration), str(confused_with(duration)))))
    return tuple(doubts)


def _judged(command: Command, sentence: Sentence) -> Command:
    """Return the command with its doubts; UNKNOWN where too much of the sentence means something else."""
    others = [word for word in sentence.others(MEANINGLESS) if word not in _OF[command.intent]]
    if len(others) > _MOST_OTHERS or (command.intent in _ONE_AT_A_TIME and _SEVERAL & set(others)):
        return _UNKNOWN
    if others and command.intent != Intent.SPELL:
        command = replace(command, doubts=(*command.doubts, Doubt("words", tuple(others))))
    return command


def _message(text: str, said: str, names: Sequence[KnownName]) -> Command | None:
    found = message_in(text, names)
    if found is None:
        return None
    person, words = found
    return Command(intent=Intent.SEND, person=person, words=words)


def _fragment(said: str, names: Sequence[KnownName], now: datetime) -> Command:
    """Return what answers a question: a name, a time, an amount, and nothing else."""
    sentence = Sentence(said)
    command = _filled(sentence, Intent.SCHEDULE, names, now)
    if command.amount is None:
        value = take_amount(sentence, bare=True)
        if value is not None:
            command = replace(command, amount=value[0], doubts=_confused(value[0], None))
    others = [
        word for word in sentence.others(MEANINGLESS) if word not in ("instead", "rather", "no", "yes", "but")
    ]
    is_fragment = not others and (
        command.person or command.when or command.amount or command.duration_minutes
    )
    return replace(command, intent=Intent.UNKNOWN, is_fragment=True) if is_fragment else _UNKNOWN


_SESSIONS = set(
    [
        "session",
        "sessions",
        "meeting",
        "meetings",
        "appointment",
        "appointments",
        "lesson",
        "lessons",
        "call",
        "calls",
        "booking",
        "bookings",
        "slot",
        "slots",
        "mentoring",
        "mentorship",
        "mentor",
        "half",
        "hour",
        "hours",
        "long",
    ]
)
_OF = {
    Intent.SCHEDULE: _SESSIONS - _SEVERAL,
    Intent.CANCEL: _SESSIONS - _SEVERAL,
    Intent.MOVE: (_SESSIONS - _SEVERAL) | {"instead", "rather", "later", "earlier"},
    Intent.READ_MESSAGES: set(
        [
            "message",
            "messages",
            "mail",
            "mails",
            "inbox",
            "unread",
            "write",
            "wrote",
            "written",
            "say",
            "said",
            "send",
            "sent",
            "have",
            "has",
            "did",
            "got",
            "loud",
            "loudly",
            "aloud",
        ]
    ),
    Intent.NEXT_SESSION: _SESSIONS
    | set(
        [
            "when",
            "what",
            "have",
            "meet",
            "meeting",
            "see",
            "seeing",
            "who",
            "which",
            "day",
            "scheduled",
            "booked",
            "calendar",
            "schedule",
            "got",
        ]
    ),
    Intent.PAY: _SESSIONS
    | set(["bill", "invoice", "payment", "money", "open", "due", "amount", "dollars", "fee", "pay"]),
    Intent.SPELL: NOT_NAMES,
}
