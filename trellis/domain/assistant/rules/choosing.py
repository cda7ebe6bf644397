"""Which of the times that can be booked somebody gets, and why, and what of their wishes could not be had."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.db import models

from trellis.domain.mentorship.rules.slots import Slot

_DAY = timedelta(days=1)
_MOST_PASSED = 3  # days that are named


class PartOfDay(models.TextChoices):
    """When a session begins, by the clock of who asks."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Weekday(models.TextChoices):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_DAYS = list(Weekday)
_HOURS = {
    PartOfDay.MORNING: range(5, 12),
    PartOfDay.AFTERNOON: range(12, 17),
    PartOfDay.EVENING: range(17, 23),
}


@dataclass(frozen=True)
class Wishes:
    """What somebody prefers: days of the week (any, where there are none), and a part of the day."""

    zone: tzinfo
    days: tuple[Weekday, ...] = ()
    part: PartOfDay | None = None


@dataclass(frozen=True)
class Choice:
    """The time that was chosen, why, and what was asked for and could not be had, in sentences."""

    slot: Slot
    reason: str
    not_had: tuple[str, ...] = ()


def choose(slots: Sequence[Slot], wishes: Wishes, *, now: datetime) -> Choice | None:
    """Return the first time that is as somebody wants it; without one what comes nearest; None without any.

    The days are given up last. `slots` are in order.
    """
    asked: list[tuple[tuple[str, ...], Callable[[Slot], bool]]] = [
        ((), lambda slot: _is_on_day(slot, wishes) and _is_in_part(slot, wishes)),
        (_without_part(wishes), lambda slot: _is_on_day(slot, wishes)),
        (_without_days(wishes), lambda slot: _is_in_part(slot, wishes)),
        ((*_without_part(wishes), *_without_days(wishes)), lambda slot: True),
    ]
    for not_had, fits in asked:
        found = next((slot for slot in slots if fits(slot)), None)
        if found is not None:
            return Choice(found, _reason(found, wishes, not_had, now), not_had)
    return None


def _is_on_day(slot: Slot, wishes: Wishes) -> bool:
    return not wishes.days or _DAYS[slot.starts_at.astimezone(wishes.zone).weekday()] in wishes.days


def is_in_part(slot: Slot, part: PartOfDay, zone: tzinfo | None) -> bool:
    """Tell whether a session begins in a part of the day, by the clock of a zone."""
    return slot.starts_at.astimezone(zone).hour in _HOURS[part]


def _is_in_part(slot: Slot, wishes: Wishes) -> bool:
    return wishes.part is None or is_in_part(slot, wishes.part, wishes.zone)


def _without_part(wishes: Wishes) -> tuple[str, ...]:
    return () if wishes.part is None else (f"Nothing is free in the {wishes.part}.",)


def _without_days(wishes: Wishes) -> tuple[str, ...]:
    return (f"Nothing is free on {_in_row(wishes.days, 'or')}.",) if wishes.days else ()


def _reason(slot: Slot, wishes: Wishes, not_had: tuple[str, ...], now: datetime) -> str:
    clock = f"by the clock of {wishes.zone}"
    if not_had:
        return f"{' '.join(not_had)} This is the nearest time that can be booked, {clock}."
    asked = _asked(wishes)
    if not asked:
        return f"This is the first time that the mentor can be booked, {clock}."
    base = f"Based on your preferences for {asked} and mentor availability: the first such time, {clock}."
    passed = _passed_over(slot, wishes, now)
    return f"{base} Nothing was free on {_in_row(passed, 'or')}." if passed else base


def _asked(wishes: Wishes) -> str:
    sessions = f"{wishes.part} sessions" if wishes.part else "sessions"
    if wishes.days:
        return f"{sessions} on {_in_row(wishes.days, 'or')}"
    return sessions if wishes.part else ""


def _passed_over(slot: Slot, wishes: Wishes, now: datetime) -> list[str]:
    """Return the first days from tomorrow on that were preferred and have no such time."""
    day, chosen = now.astimezone(wishes.zone).date() + _DAY, slot.starts_at.astimezone(wishes.zone).date()
    passed: list[date] = []
    while day < chosen and len(passed) < _MOST_PASSED:
        if wishes.days and _DAYS[day.weekday()] in wishes.days:
            passed.append(day)
        day += _DAY
    return [f"{each:%A} {each.day} {each:%B}" for each in passed]


def _in_row(words: Sequence[str], last: str) -> str:
    """Return names of days as a sentence has them: Monday, Wednesday or Friday."""
    named = [word[0].upper() + word[1:] for word in map(str, words)]
    if len(named) == 1:
        return named[0]
    return f"{', '.join(named[:-1])} {last} {named[-1]}"
