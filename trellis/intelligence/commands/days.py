"""Days as people say them, by the clock of who speaks."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from trellis.intelligence.commands.forms import Part
from trellis.intelligence.commands.taking import Sentence

Days = tuple[date, date]

_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
# As they are heard, too.
_WEEKDAY = r"(?P<day>mon|tues?|wednes|wendes|thurs?|fri|satur|sun)\s?days?"
# Until a 29th of February comes.
_MONTHS_AHEAD = 8 * 12 + 1
_BEGINNINGS = ("mon", "tue", "we", "thu", "fri", "sat", "sun")
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_NUMBER = r"(?P<number>\d{1,2})(?:th)?"
_ON = r"(?:(?:on|for|to|at|by|of) )?"
_PARTS = {
    "morning": Part.MORNING,
    "noon": Part.AFTERNOON,
    "afternoon": Part.AFTERNOON,
    "evening": Part.EVENING,
    "night": Part.EVENING,
    "tonight": Part.EVENING,
}


def take_days(sentence: Sentence, *, today: date) -> Days | None:
    """Take the days out that are named; None where none are, or none that there are."""
    for taken in (_near, _weekday, _week, _of_month):
        days = taken(sentence, today)
        if days is not None:
            return days
    return None


def take_part(sentence: Sentence) -> Part | None:
    """Take a part of the day out; the day is taken already."""
    found = sentence.take(
        rf"{_ON}(?:in |during |this )*(?:the )?(?:early |late )?(?P<part>morning|after ?noon|evening|night)"
    )
    return _PARTS[found["part"].replace(" ", "")] if found else None


def _near(sentence: Sentence, today: date) -> Days | None:
    if sentence.take(rf"{_ON}(?:the )?day after tomorrow"):
        return _one(today + timedelta(days=2))
    if found := sentence.take(r"in (\d{1,2}|a|an) (day|week)s?(?: time)?"):
        number = int(found[1]) if found[1].isdecimal() else 1
        return _one(today + timedelta(days=number * (7 if found[2] == "week" else 1)))
    if sentence.take(rf"{_ON}(?:tomorrow|to morrow|tomorow)"):
        return _one(today + timedelta(days=1))
    if sentence.take(rf"{_ON}today"):
        return _one(today)
    # The part of the day stays, and is taken after the day.
    if found := sentence.take(rf"{_ON}(?:tonight|this (?P<part>morning|after ?noon|evening|night))"):
        sentence.left += f" {found['part'] or 'evening'}"
        return _one(today)
    return None


def _week(sentence: Sentence, today: date) -> Days | None:
    monday = today - timedelta(days=today.weekday())
    if found := sentence.take(rf"(?:{_ON}|in |over |during )(?:the |this |next )?(?P<which>)weekend"):
        later = 7 if "next" in found[0] else 0
        return monday + timedelta(days=5 + later), monday + timedelta(days=6 + later)
    if sentence.take(r"(?:in |some ?time |any ?time )*(?:the )?week after next"):
        return monday + timedelta(days=14), monday + timedelta(days=20)
    if sentence.take(rf"{_ON}(?:some ?time |any ?time |later |in )*next week(?! on)"):
        return monday + timedelta(days=7), monday + timedelta(days=13)
    if sentence.take(rf"{_ON}(?:some ?time |any ?time |later |in )*this week(?! on)"):
        return today, monday + timedelta(days=6)
    return None


def _weekday(sentence: Sentence, today: date) -> Days | None:
    found = sentence.take(
        rf"(?:next week )?{_ON}(?:this coming |(?P<which>this|next|coming|the) )?{_WEEKDAY}(?: next week)?"
    )
    if found is None:
        return None
    number = next(place for place, start in enumerate(_BEGINNINGS) if found["day"].startswith(start))
    monday = today - timedelta(days=today.weekday())
    if found["which"] == "next" or "next week" in found[0]:
        return _one(monday + timedelta(days=7 + number))
    ahead = (number - today.weekday()) % 7
    # Of today one says "today".
    return _one(today + timedelta(days=ahead or (0 if found["which"] == "this" else 7)))


def _of_month(sentence: Sentence, today: date) -> Days | None:
    found = (
        sentence.take(rf"{_ON}(?:the )?{_MONTH} (?:the )?{_NUMBER}")
        or sentence.take(rf"{_ON}(?:the )?{_NUMBER} (?:of )?{_MONTH}")
        or sentence.take(rf"{_ON}the (?P<number>\d{{1,2}})th(?: of (?:this|the) month)?")
    )
    if found is None:
        return None
    month = _MONTHS[found["month"]] if "month" in found.groupdict() else None
    return _next(today, month, int(found["number"]))


def _next(today: date, month: int | None, number: int) -> Days | None:
    """Return the next day of that number, of that month if one is named."""
    for ahead in range(_MONTHS_AHEAD):
        year, index = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        if (month is None or index + 1 == month) and 1 <= number <= calendar.monthrange(year, index + 1)[1]:
            found = date(year, index + 1, number)
            if found >= today:
                return _one(found)
    return None


def _one(day: date) -> Days:
    return day, day
