"""As what exports come, how many there may be, and what stands in a cell."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

KEPT_FOR = timedelta(days=7)
MOST_UNFINISHED = 5  # of one person
MOST_KEPT = 20  # of one person: the oldest make room
MOST_ATTEMPTS = 5
# Of a workbook, in the units of UTF-16, in which Excel counts: 😀 is two.
LONGEST_CELL = 32_767
# What Excel, LibreOffice and Google take for the beginning of a formula, full width included.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Kind(models.TextChoices):
    """What is exported."""

    REQUISITIONS = "requisitions"
    REQUESTS = "requests"


class Format(models.TextChoices):
    """As what."""

    CSV = "csv"
    XLSX = "xlsx"


class Status(models.TextChoices):
    """How far it is."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


UNFINISHED = (Status.QUEUED, Status.RUNNING)


def is_ready(status: str) -> bool:
    """Tell whether there is a file to download."""
    return status == Status.READY


def text_of(value: Any) -> str:
    """Return a value as a CSV shows it: moments in UTC, lists joined with "; ", nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case int() | float():
            return str(value)
        case Decimal():
            return f"{value.normalize():f}"
        case list():
            return harmless("; ".join(str(each) for each in value))
    return harmless(str(value))


def harmless(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet could take it for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def fitting(text: str) -> str:
    """Return the text as a cell of a workbook holds it: one that is too long ends in a word about that."""
    if len(text) <= LONGEST_CELL // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    word = f"… [cut here: the text has {len(text):,} characters, more than a cell holds; the CSV has all]"
    # Half a character at the end is left out.
    return units[: 2 * (LONGEST_CELL - len(word))].decode("utf-16-le", "ignore") + word
