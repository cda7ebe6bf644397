"""Times of the day and how long something takes, as people say them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from trellis.intelligence.commands.forms import Part
from trellis.intelligence.commands.taking import Sentence

# When people meet: a time without its half of the day is one of these.
_EARLIEST, _LATEST = time(7), time(20, 59)
_HOURS_OF = {Part.MORNING: range(12), Part.AFTERNOON: range(12, 18), Part.EVENING: range(17, 24)}
_AT = r"(?:(?:at|from|to|for|about|around|by|starting|exactly) )*"
_HALF_SAID = r"(?: (?P<half>am|pm)| (?:in|at) (?:the )?(?P<part>morning|after ?noon|evening|night))"
_HALF = f"{_HALF_SAID}?"
# 4:45, four forty-five, at 445; a quarter to five; at four, four o'clock.
_FULL = (
    rf"{_AT}(?P<hour>\d{{1,2}})[:. ](?P<minute>[0-5]\d)(?: oclock)?{_HALF}",
    rf"(?:at|to|from|for|around|about|until) (?P<hour>\d{{1,2}})(?P<minute>[0-5]\d){_HALF}",
)
_AROUND = (
    rf"{_AT}(?:(?:a )?quarter|(?P<minutes>\d{{1,2}})(?: minutes?)?)"
    rf" (?P<side>past|after|to|before|till) (?P<hour>\d{{1,2}}){_HALF}"
)
_BARE = (
    r"(?:at|to|from|for|around|about|by) (?P<hour>\d{1,2})(?: oclock)?",
    r"(?P<hour>\d{1,2}) oclock",
    r"^\|* ?(?P<hour>\d{1,2})",
)
_HALVES = {"am": range(12), "pm": range(12, 24)}
_NAMED = {"noon": time(12), "midday": time(12), "mid day": time(12), "midnight": time(0)}
_LONGEST_MINUTES = 480


def take_duration(sentence: Sentence) -> int | None:
    """Take out how many minutes something takes."""
    about = r"(?:for |lasting |of |about )*(?:a |an )?"
    for pattern, minutes in ((rf"{about}hour and (?:a )?half", 90), (rf"{about}hour and (?:a )?quarter", 75)):
        if sentence.take(pattern):
            return minutes
    if found := sentence.take(rf"{about}(\d)(?: and (?:a )?half| 1 half) hours?"):
        return int(found[1]) * 60 + 30
    if found := sentence.take(rf"{about}(\d{{1,2}}) hours?(?: (?:and )?(\d{{1,2}}) min(?:ute)?s?)?"):
        return _bounded(int(found[1]) * 60 + int(found[2] or 0))
    if found := sentence.take(rf"{about}(\d{{1,3}}) min(?:ute)?s?(?! (?:past|to|after|before|late))"):
        return _bounded(int(found[1]))
    if sentence.take(r"(?:for |lasting |of |about )*half (?:a |an )?hours?"):
        return 30
    if sentence.take(r"(?:for |lasting |of |about )*(?:a |an |1 )(?:full |whole )?hour"):
        return 60
    return None


def take_times(
    sentence: Sentence, *, day: date | None, part: Part | None, now: datetime
) -> tuple[tuple[time, ...], date | None]:
    """Take a time of the day out; return its likely readings, the likeliest first, and its day.

    Without a day, what has no half of the day is the next that makes sense: at 13:00 a quarter to five is
    today at 16:45.
    """
    if found := sentence.take(rf"{_AT}(?P<named>12 )?(?P<word>noon|mid ?day|midnight)"):
        return (_NAMED[found["word"]],), day
    said = _said(sentence)
    if said is None:
        return (), day
    hour, minute, hours = said
    if hours is None and part is not None:
        hours = _HOURS_OF[part]
    readings = _readings(hour, minute, hours)
    if hours is not None and not readings:
        readings = _readings(hour, minute, None)
    return _ordered(readings, day, now)


def _said(sentence: Sentence) -> tuple[int, int, range | None] | None:
    """Return hour, minute, and the hours of the half of the day that was said."""
    for pattern in _FULL:
        if found := sentence.take(pattern):
            return _with_half(found, int(found["hour"]), int(found["minute"]))
    if found := sentence.take(rf"{_AT}half past (?P<hour>\d{{1,2}}){_HALF}"):
        return _with_half(found, int(found["hour"]), 30)
    if found := sentence.take(_AROUND):
        minutes, hour = int(found["minutes"] or 15), int(found["hour"])
        if found["side"] in ("past", "after"):
            return _with_half(found, hour, minutes)
        return _with_half(found, (hour - 1) or 12, 60 - minutes)
    if found := sentence.take(rf"{_AT}(?P<hour>\d{{1,2}})(?: oclock)?{_HALF_SAID}"):
        return _with_half(found, int(found["hour"]), 0)
    for pattern in _BARE:
        if found := sentence.take(pattern):
            return (int(found["hour"]), 0, None) if int(found["hour"]) < 24 else None
    return None


def _with_half(found: re.Match[str], hour: int, minute: int) -> tuple[int, int, range | None] | None:
    groups = found.groupdict()
    if hour > 23 or minute > 59:
        return None
    if groups.get("half"):
        return hour, minute, _HALVES[groups["half"]]
    if groups.get("part"):
        part = groups["part"].replace(" ", "").replace("night", "evening")
        return hour, minute, _HOURS_OF[Part(part)]
    return hour, minute, None


def _readings(hour: int, minute: int, hours: range | None) -> list[time]:
    if hour > 12 or hour == 0:
        return [time(hour, minute)]
    both = [time(hour % 12, minute), time(hour % 12 + 12, minute)]
    return [each for each in both if (hours is None or each.hour in hours)]


def _ordered(readings: list[time], day: date | None, now: datetime) -> tuple[tuple[time, ...], date | None]:
    """Return the readings that make sense, first those that come first."""
    sensible = [each for each in readings if _EARLIEST <= each <= _LATEST] or readings
    if day is not None:
        ahead = [each for each in sensible if day != now.date() or each > now.time()]
        return tuple(ahead or sensible), day
    today = [each for each in sensible if each > now.time()]
    if today:
        return tuple(today), now.date()
    return tuple(sensible), now.date() + timedelta(days=1)


def _bounded(minutes: int) -> int | None:
    return minutes if 0 < minutes <= _LONGEST_MINUTES else None
