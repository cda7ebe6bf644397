"""What a badge says, line by line: the paper and the page of its code show the same lines."""

import textwrap
from dataclasses import dataclass
from datetime import UTC, date, datetime

from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.rules.choices import Kind
from trellis.domain.credentials.rules.limits import MOST_ABOUT

HOUSE = "Trellis"
# Whatever language the machine speaks.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_TITLES = {
    Kind.COURSE: "Course",
    Kind.MILESTONE: "Milestone",
    Kind.SELECTION: "For",
    Kind.REVIEW: "Session",
}
_SAID_BY = {Kind.SELECTION: "Selected by", Kind.REVIEW: "Reviewed by"}
_EARNED = {Kind.SELECTION: "Selected on", Kind.REVIEW: "Session held on"}
_HEADINGS = {
    Kind.COURSE: "Certificate of completion",
    Kind.MILESTONE: "Milestone reached",
    Kind.SELECTION: "Selected by a coach",
    Kind.REVIEW: "Reviewed by a mentor",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about, and what it says."""

    label: str
    value: str


def heading_of(badge: Badge) -> str:
    """Return what the badge is, as a heading."""
    return _HEADINGS[Kind(badge.kind)]


def facts_of(badge: Badge) -> list[Fact]:
    """Return all that the badge says, in order; what it does not say is left out."""
    kind = Kind(badge.kind)
    lines = [
        ("Awarded to", badge.recipient_name),
        (_TITLES[kind], badge.title),
        (_SAID_BY.get(kind, "Said by"), badge.by_name),
        ("In their words" if badge.by_name else "About", badge.text),
        ("Level", badge.get_level_display() if badge.level else ""),
        ("Length", length_of(badge.minutes)),
        ("Begun on", day(badge.started_on) if badge.started_on else ""),
        (_EARNED.get(kind, "Completed on"), day(badge.earned_on)),
        ("Issued", f"{moment(badge.issued_at)} by {HOUSE}"),
        ("Code", badge.code),
    ]
    return [Fact(label, value) for label, value in lines if value]


def length_of(minutes: int | None) -> str:
    """Return how long something takes: "6 hours", "1 hour 30 minutes"; "" where nobody has said."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    return " ".join(_counted(number, unit) for number, unit in ((hours, "hour"), (rest, "minute")) if number)


def shortened(text: str) -> str:
    """Return the first paragraph of a text, or as much of it as fits on a paper, to the end of a word."""
    first = text.strip().partition("\n")[0].strip()
    return textwrap.shorten(first, MOST_ABOUT, placeholder="…")


def moment(at: datetime) -> str:
    """Return a moment in words: "14 January 2025, 10:00 UTC"."""
    told = at.astimezone(UTC)
    return f"{day(told.date())}, {told:%H:%M} UTC"


def day(on: date) -> str:
    """Return a day in words: "14 January 2025"."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit}" + ("" if number == 1 else "s")
