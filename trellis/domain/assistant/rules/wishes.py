"""What somebody wants done, as far as they have said it: it grows from sentence to sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, time
from enum import StrEnum
from typing import Any

from trellis.intelligence.commands.forms import Command, Intent, Part, When


class Of(StrEnum):
    """Of what there are several: the words are fields of a wish, but for when a session begins."""

    PERSON = "person_id"
    BOOKING = "booking_id"
    PAYMENT = "payment_id"
    AMOUNT = "amount"
    START = "starts_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An intent and what is known of it; ids are those that everybody sees.

    `which` are the days of the session that is meant, `when` those that are wanted. What `is_doubtful` is
    never done at once: something in it may have been heard wrong, or was not said.
    """

    intent: Intent
    person_id: str = ""
    when: When | None = None
    which: When | None = None
    minutes: int | None = None
    amount: str = ""
    words: str = ""
    booking_id: str = ""
    payment_id: str = ""
    is_doubtful: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        kept = asdict(self)
        return {**kept, "when": _when_as_json(self.when), "which": _when_as_json(self.which)}


def wish_of(command: Command) -> Wish:
    """Return what a command says, but for whom it names."""
    is_wanted = command.intent in (Intent.SCHEDULE, Intent.MOVE)
    return Wish(
        intent=command.intent,
        when=command.when if is_wanted else None,
        which=command.which if is_wanted else command.when,
        minutes=command.duration_minutes,
        amount="" if command.amount is None else str(command.amount),
        words=command.words,
        is_doubtful=bool(command.doubts),
    )


def wish_from(kept: Mapping[str, Any]) -> Wish | None:
    """Return what was kept; None for nothing."""
    if not kept:
        return None
    known = {each.name: kept[each.name] for each in fields(Wish) if each.name in kept}
    known["intent"] = Intent(known["intent"])
    for name in ("when", "which"):
        known[name] = _when_from(known.get(name))
    return Wish(**known)


def with_choice(wish: Wish, of: Of, key: str) -> Wish:
    """Return a wish with what was chosen of several."""
    match of:
        case Of.PERSON:
            return replace(wish, person_id=key)
        case Of.BOOKING:
            return replace(wish, booking_id=key)
        case Of.PAYMENT:
            return replace(wish, payment_id=key)
        case Of.AMOUNT:
            return replace(wish, amount=key)
    return wish


def changed(wish: Wish, command: Command) -> Wish:
    """Return a wish with what a change says of it: another day keeps its hour, another hour its day."""
    if wish.intent not in (Intent.SCHEDULE, Intent.MOVE):
        return replace(wish, which=command.when or wish.which, is_doubtful=True)
    when = wish.when
    if command.when is not None:
        before = when or When()
        has_day = command.when.first is not None and (command.when.is_day_said or before.first is None)
        when = When(
            first=command.when.first if has_day else before.first,
            last=command.when.last if has_day else before.last,
            part=command.when.part or (None if command.when.times else before.part),
            times=command.when.times or (() if command.when.part else before.times),
        )
    return replace(
        wish,
        when=when,
        minutes=command.duration_minutes or wish.minutes,
        is_doubtful=True,
    )


def _when_as_json(when: When | None) -> dict[str, Any] | None:
    if when is None:
        return None
    return {
        "first": when.first and when.first.isoformat(),
        "last": when.last and when.last.isoformat(),
        "part": when.part and str(when.part),
        "times": [each.isoformat() for each in when.times],
        "is_day_said": when.is_day_said,
    }


def _when_from(kept: Mapping[str, Any] | None) -> When | None:
    if kept is None:
        return None
    first, last = (date.fromisoformat(kept[name]) if kept[name] else None for name in ("first", "last"))
    part = Part(kept["part"]) if kept["part"] else None
    times = tuple(time.fromisoformat(each) for each in kept["times"])
    return When(first, last, part, times, kept["is_day_said"])
