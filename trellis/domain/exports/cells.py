"""What stands in a cell: texts that no spreadsheet takes for a formula."""

from datetime import UTC, date, datetime
from typing import Any

# What Excel, LibreOffice and Google take for the beginning of a formula, full width included.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


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
        case list():
            return harmless("; ".join(str(each) for each in value))
    return harmless(str(value))


def harmless(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet could take it for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text
