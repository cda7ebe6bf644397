"""When a mentor can be there: which windows make a schedule."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from trellis.domain.mentorship.rules.limits import DAYS_OF_WEEK, END_OF_DAY, MOST_WINDOWS
from trellis.domain.mentorship.rules.slots import Window

Kind = Literal["weekly", "dated"]
Identity = tuple[date | int | None, int, int, bool]
_OVERLAPS = "It overlaps another stretch of the same day."
_TOO_MANY = f"There are at most {MOST_WINDOWS} of them."


def fault_among(kind: Kind, windows: Sequence[Window]) -> tuple[int, str] | None:
    """Return the place of the first window that cannot be so, and why; None where all can.

    It is reversed, out of range, overlaps one before it, or is one too many.
    """
    before: defaultdict[Hashable, list[Window]] = defaultdict(list)
    for index, window in enumerate(windows):
        day = _day_of(window)
        reason = _fault(kind, window)
        if reason is None and any(_overlap(window, other) for other in before[day]):
            reason = _OVERLAPS
        if reason is None and index >= MOST_WINDOWS:
            reason = _TOO_MANY
        if reason is not None:
            return index, reason
        before[day].append(window)
    return None


def added(there: Sequence[Window], window: Window) -> list[Window]:
    """Return the windows of a kind with one more.

    Where it overlaps others that are switched on or off as it is, they are one; what has exactly its time is
    switched as it is. Raises ValueError, with a sentence, where it overlaps one that is switched otherwise,
    and for one too many.
    """
    around = [each for each in there if _day_of(each) == _day_of(window) and _overlap(each, window)]
    alike = [each for each in around if each.is_active == window.is_active]
    joined = replace(
        window,
        start_minute=min(each.start_minute for each in (window, *alike)),
        end_minute=max(each.end_minute for each in (window, *alike)),
    )
    if any(identity_of(each)[:3] != identity_of(window)[:3] for each in around if each not in alike):
        raise ValueError(_OVERLAPS)
    others = [each for each in there if each not in around]
    if len(others) >= MOST_WINDOWS:
        raise ValueError(_TOO_MANY)
    return [*others, joined]


def identity_of(window: Window) -> Identity:
    """Return what tells a window from the others of its kind."""
    return _day_of(window), window.start_minute, window.end_minute, window.is_active


def _day_of(window: Window) -> date | int | None:
    return window.date or window.day_of_week


def _fault(kind: Kind, window: Window) -> str | None:
    if kind == "weekly" and (window.date is not None or window.day_of_week is None):
        return "A weekly stretch has a day of the week and no date."
    if kind == "dated" and window.date is None:
        return "A stretch of one date needs the date."
    if kind == "weekly" and not _is_day_of_week(window.day_of_week):
        return "The day of the week is a number from 0 (Sunday) to 6 (Saturday)."
    if not (0 <= window.start_minute < END_OF_DAY and 0 < window.end_minute <= END_OF_DAY):
        return "The times must lie between 00:00 and 24:00."
    if window.start_minute >= window.end_minute:
        return "The end must be after the start."
    return None


def _is_day_of_week(number: int | None) -> bool:
    return number is not None and DAYS_OF_WEEK.least <= number <= DAYS_OF_WEEK.most


def _overlap(one: Window, other: Window) -> bool:
    return one.start_minute < other.end_minute and other.start_minute < one.end_minute
