"""What an agent says aloud: short sentences, times in words, and numbers that nobody takes for others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from trellis.core.writing.money import in_units
from trellis.domain.assistant.rules.acts import ActionStatus, ActKind
from trellis.domain.assistant.rules.wishes import Wish
from trellis.intelligence.commands.aloud import digits, moment
from trellis.intelligence.commands.amounts import confused_with

_CURRENCIES = {"USD": "US dollars", "EUR": "euros", "GBP": "pounds", "JPY": "yen"}
_YES_OR_NO = "Say yes or no."

NOT_UNDERSTOOD = (
    "I did not understand that, and did nothing. You can say, for example: book a session with somebody on"
    " Tuesday, read my messages, or when is my next session."
)
NOT_A_YES = "Nothing waits for a yes, and I did nothing."
TAP_IT = "Little of what is said is understood here: please tap or type your answer. I did nothing."
SAY_CLEARLY = "This costs something. Please say a clear yes, or no."
TOO_LATE = "I asked something else meanwhile, and did nothing."
OTHER_PROPOSAL = "That was for something else, which I no longer propose, and I did nothing."


def aloud(minor: int, currency: str) -> str:
    """Return an amount in figures, and digit by digit where it sounds like another: 50, five zero."""
    amount = in_units(minor, currency)
    is_whole = amount == int(amount)
    figures = str(int(amount)) if is_whole else f"{amount}"
    apart = f", {digits(figures)}," if is_whole and confused_with(int(amount)) else ""
    return f"{figures}{apart} {_CURRENCIES.get(currency, currency)}"


def when(at: str, now: datetime) -> str:
    """Return a moment that JSON keeps by the clock of `now`: tomorrow, Thursday 14 January at 4:45 PM."""
    there = datetime.fromisoformat(at).astimezone(now.tzinfo)
    near = {now.date(): "today, ", now.date() + timedelta(days=1): "tomorrow, "}.get(there.date(), "")
    return f"{near}{moment(there)}"


def proposed(kind: ActKind, details: Mapping[str, Any], *, person: str, now: datetime) -> str:
    """Return the question whether something shall be done, with its content and its price."""
    match kind:
        case ActKind.SCHEDULE:
            cost = _cost(details["amount_minor"], details["currency"])
            at = when(details["starts_at"], now)
            return (
                f"Shall I book {person} for {at}, {details['duration_minutes']} minutes? {cost} {_YES_OR_NO}"
            )
        case ActKind.CANCEL:
            at, money = when(details["starts_at"], now), _given_back(details)
            return f"Shall I call off the session with {person}, {at}? {money} {_YES_OR_NO}"
        case ActKind.MOVE:
            before, after = when(details["previous_starts_at"], now), when(details["starts_at"], now)
            return f"Shall I move the session with {person} from {before}, to {after}? {_YES_OR_NO}"
        case ActKind.SEND:
            return f"To {person}: “{details['text']}”. Shall I send it? {_YES_OR_NO}"
    amount = aloud(details["amount_minor"], details["currency"])
    return f"Shall I have you pay {amount}, for {details['title']}? {_YES_OR_NO}"


def done(kind: ActKind, told: Mapping[str, Any], *, status: str, person: str, now: datetime) -> str:
    """Return in a sentence what was done, or is about to be."""
    match kind:
        case ActKind.SCHEDULE:
            return f"I have booked {person} for {when(told['scheduled_at'], now)}."
        case ActKind.CANCEL:
            word = "am calling off" if status == ActionStatus.WAITING else "have called off"
            return f"I {word} the session with {person}, {when(told['scheduled_at'], now)}."
        case ActKind.MOVE:
            word = "am moving" if status == ActionStatus.WAITING else "have moved"
            return f"I {word} the session with {person} to {when(told['scheduled_at'], now)}."
        case ActKind.SEND:
            return f"I have sent it to {person}."
    return "It is ready for you to pay with your own card: I hold none, and no money has moved."


def which_amount(readings: tuple[str, ...]) -> str:
    """Ask which of two numbers was said, in digits and words."""
    said = " or ".join(f"{number}, {digits(number)}," for number in readings)
    return f"Did you say {said.rstrip(',')}?"


def asked_for_time(person: str) -> str:
    """Ask when."""
    return f"When shall it be with {person}?"


def days_in_words(wish: Wish) -> str:
    """Return the days, the part and the hour of a wish, as far as there are any: " on Thursday at 4 PM"."""
    wanted = wish.when
    if wanted is None:
        return ""
    day = ""
    if wanted.first is not None and wanted.last is not None:
        day = f" on {_day(wanted.first)}"
        if wanted.first != wanted.last:
            day = f" from {_day(wanted.first)} to {_day(wanted.last)}"
    hour = ""
    if wanted.times:
        at = wanted.times[0]
        minutes = f":{at.minute:02}" if at.minute else ""
        hour = f" at {at.hour % 12 or 12}{minutes} {'AM' if at.hour < 12 else 'PM'}"
    part = f" in the {wanted.part}" if wanted.part else ""
    return f"{day}{part}{hour}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _cost(minor: int, currency: str) -> str:
    return f"It costs {aloud(minor, currency)}." if minor else "It costs nothing."


def _given_back(details: Mapping[str, Any]) -> str:
    paid, refund, currency = details["amount_minor"], details["refund_minor"], details["currency"]
    if not paid:
        return "Nothing has been paid for it."
    if not refund:
        return "Nothing of what you paid comes back."
    return f"Of {aloud(paid, currency)} that you paid, {aloud(refund, currency)} come back."
