"""Dates as exactly as they are known: a year, a month of it, or a day. Nothing is ever added to one."""

import re
from calendar import monthrange
from datetime import date, datetime

NOT_A_DATE = "Write a year, a month or a day: 2014, 2014-06 or 2014-06-29."
OUT_OF_ORDER = "This must not be before the start."
# The years that JSON Resume has.
_PARTS = re.compile(r"([12][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def is_date(text: str) -> bool:
    """Tell whether this is a date, however exact, that there is in the calendar."""
    found = _PARTS.fullmatch(text)
    if found is None:
        return False
    year, month, day = (int(part) if part else None for part in found.groups())
    if month is None:
        return True
    return 1 <= month <= len(_MONTHS) and (day is None or 1 <= day <= monthrange(year or 1, month)[1])


def are_in_order(start: str, end: str) -> bool:
    """Tell whether this may have begun and ended so: "" is not known, and 2014 may be before 2014-03."""
    exact = min(len(start), len(end))
    return start[:exact] <= end[:exact]


def day_of(moment: datetime) -> str:
    """Return the day of a moment, by its own clock."""
    return moment.date().isoformat()


def in_words(text: str) -> str:
    """Return a date as people write it, as exactly as it is: "2014", "May 2016", "29 June 2014"."""
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    return " ".join(
        part for part in (day.lstrip("0"), _MONTHS[int(month) - 1] if month else "", year) if part
    )


def span_in_words(start: str, end: str) -> str:
    """Return from when until when, "" where neither is known; days are left to the months they are of."""
    began, ended = (in_words(each[:7]) for each in (start, end)) if start and end else ("", "")
    if began or ended:
        return began if began == ended else f"{began} to {ended}"
    if start:
        return f"since {in_words(start[:7])}"
    return f"until {in_words(end[:7])}" if end else ""


def duration_in_words(start: str, end: str) -> str:
    """Return how long something took, where both ends are known to the month; else from when until when."""
    if len(start) < len("2014-06") or len(end) < len("2014-06"):
        return span_in_words(start, end)
    if len(start) == len(end) == len("2014-06-29"):
        days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
        if days < 60:
            return _counted(days, "day") if days < 14 else _counted(round(days / 7), "week")
        months = round(days / 30.44)
    else:
        months = _month_number(end) - _month_number(start) + 1
    years, rest = divmod(months, 12)
    return " ".join(
        part for part in (years and _counted(years, "year"), rest and _counted(rest, "month")) if part
    )


def _month_number(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7])


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
