"""When a mentor can be there: which windows make a schedule."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Literal

from trellis.domain.mentorship.rules.limits import DAYS_OF_WEEK, END_OF_DAY, MOST_WINDOWS
from trellis.domain.mentorship.rules.slots import Window

Kind = Literal["weekly", "dated"]


def fault_among(kind: Kind, windows: Sequence[Window]) -> tuple[int, str] | None:
    """Return the place of the first window that cannot be so, and why; None where all can.

    It is reversed, out of range, overlaps one before it, or is one too many.
    """
    before: defaultdict[Hashable, list[Window]] = defaultdict(list)
    for index, window in enumerate(windows):
        day = window.day_of_week if kind == "weekly" else window.date
        reason = _fault(kind, window)
        if reason is None and any(_overlap(window, other) for other in before[day]):
            reason = "It overlaps another stretch of the same day."
        if reason is None and index >= MOST_WINDOWS:
            reason = f"There are at most {MOST_WINDOWS} of them."
        if reason is not None:
            return index, reason
        before[day].append(window)
    return None


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
