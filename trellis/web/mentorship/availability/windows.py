"""A mentor's hours as rows of a form: read, checked, shown again with what is wrong beside them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict

from trellis.domain.mentorship.models import Availability
from trellis.domain.mentorship.rules.limits import END_OF_DAY, MOST_WINDOWS
from trellis.domain.mentorship.rules.slots import Window

# (number in the API, name), as a week is read.
WEEKDAYS = (
    (1, "Monday"),
    (2, "Tuesday"),
    (3, "Wednesday"),
    (4, "Thursday"),
    (5, "Friday"),
    (6, "Saturday"),
    (0, "Sunday"),
)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")


@dataclass(frozen=True)
class Row:
    """One window as it was typed. `key` names it in the form; `error` says what is wrong with it."""

    key: str
    start: str = ""
    end: str = ""
    day: int = 0
    date: str = ""
    is_active: bool = True
    error: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed: such a row is left out."""
        return not (self.start or self.end or self.date)

    @property
    def is_whole_day_off(self) -> bool:
        """Whether a date is taken off without saying when."""
        return bool(self.date) and not self.is_active and not self.start and not self.end


def weekly_rows(stored: Iterable[Availability]) -> list[Row]:
    """Return the rows of what is stored for every week."""
    return [
        Row(
            str(number),
            _clock(one.start_minute),
            _clock(one.end_minute),
            day=one.day_of_week,
            is_active=one.is_active,
        )
        for number, one in enumerate(stored)
    ]


def dated_rows(stored: Iterable[Availability]) -> list[Row]:
    """Return the rows of what is stored for single dates."""
    rows = []
    for number, one in enumerate(stored):
        is_whole = not one.is_active and (one.start_minute, one.end_minute) == (0, END_OF_DAY)
        start, end = ("", "") if is_whole else (_clock(one.start_minute), _clock(one.end_minute))
        on = one.specific_date.isoformat() if one.specific_date else ""
        rows.append(Row(str(number), start, end, date=on, is_active=one.is_active))
    return rows


def typed_rows(data: QueryDict) -> list[Row]:
    """Return the rows as they came from the form."""
    rows = []
    for key in data.getlist("row")[:MOST_WINDOWS]:
        day = data.get(f"day-{key}", "0")
        rows.append(
            Row(
                key,
                data.get(f"start-{key}", "").strip(),
                data.get(f"end-{key}", "").strip(),
                day=int(day) if day in "0123456" and len(day) == 1 else 0,
                date=data.get(f"date-{key}", "").strip(),
                is_active=data.get(f"kind-{key}", "on") != "off",
            )
        )
    return rows


def with_new_row(rows: list[Row], *, day: int = 0) -> list[Row]:
    """Return the rows and one more to fill in."""
    return [*rows, Row(_unused_key(rows), day=day)]


def without_row(rows: list[Row], key: str) -> list[Row]:
    """Return the rows but one."""
    return [row for row in rows if row.key != key]


def read_weekly(rows: list[Row]) -> tuple[list[Row], list[Window]]:
    """Return the rows with their errors, and the windows that they mean."""
    return _read(rows, is_dated=False)


def read_dated(rows: list[Row]) -> tuple[list[Row], list[Window]]:
    """Return the rows with their errors, and the windows that they mean."""
    return _read(rows, is_dated=True)


def with_error(rows: list[Row], index: int, error: str) -> list[Row]:
    """Return the rows, the one at `index` with an error."""
    return [replace(row, error=error) if number == index else row for number, row in enumerate(rows)]


def _read(rows: list[Row], *, is_dated: bool) -> tuple[list[Row], list[Window]]:
    checked: list[Row] = []
    windows: list[Window] = []
    for row in rows:
        if row.is_empty:
            continue
        window, error = _window(row, is_dated=is_dated)
        checked.append(replace(row, error=error))
        if window is not None:
            windows.append(window)
    return checked, windows


def _window(row: Row, *, is_dated: bool) -> tuple[Window | None, str]:
    on = _date(row.date) if is_dated else None
    if is_dated and on is None:
        return None, "Choose the date."
    if row.is_whole_day_off:
        return Window(day_of_week=None, date=on, start_minute=0, end_minute=END_OF_DAY, is_active=False), ""
    start, end = _minutes(row.start), _minutes(row.end)
    if start is None or end is None:
        return None, "Enter both a start and an end, like 09:00 and 17:00."
    return (
        Window(
            day_of_week=None if is_dated else row.day,
            date=on,
            start_minute=start,
            end_minute=end or END_OF_DAY,
            is_active=row.is_active,
        ),
        "",
    )


def _minutes(typed: str) -> int | None:
    match = _TIME.fullmatch(typed)
    return int(match[1]) * 60 + int(match[2]) if match else None


def _date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _clock(minute: int) -> str:
    """Return minutes of the day as a time input shows them; its end is its midnight."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _unused_key(rows: list[Row]) -> str:
    return str(max((int(row.key) for row in rows if row.key.isascii() and row.key.isdigit()), default=-1) + 1)
