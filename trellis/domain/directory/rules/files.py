"""The CSV files that an import takes, and how they are read: each row with what is wrong with it."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from trellis.domain.accounts.rules import LONGEST_EMAIL, LONGEST_NAME_PART, LONGEST_PHONE
from trellis.domain.directory.refusals import BadFile
from trellis.domain.directory.rules.entries import LONGEST_MEMBERSHIPTYPE, email_problems

LARGEST_FILE = 2 * 1024 * 1024
MOST_ROWS = 10_000
# Each column, and how long what stands in it may be.
_LONGEST = {
    "email": LONGEST_EMAIL,
    "first_name": LONGEST_NAME_PART,
    "last_name": LONGEST_NAME_PART,
    "membershiptype": LONGEST_MEMBERSHIPTYPE,
    "phone": LONGEST_PHONE,
}
COLUMNS = tuple(_LONGEST)
# Spelling of a heading that does not matter: "E-mail", "First name", "Membership type".
_HEADINGS = {name.replace("_", ""): name for name in COLUMNS}
_NOT_IN_A_HEADING = re.compile(r"[\s_-]+")


@dataclass(frozen=True)
class Row:
    """One row of the file: its line, what it gives, and what is wrong with it."""

    line: int
    values: dict[str, str]
    errors: tuple[str, ...]


def decode(content: bytes) -> str:
    """Return the text of an uploaded file; raise BadFile unless it is UTF-8, small, and has text."""
    if len(content) > LARGEST_FILE:
        raise BadFile("The file is larger than 2 MB. Please import it in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(
            f"The file is not UTF-8: line {line} has a byte that cannot be read. "
            "Save it as “CSV UTF-8” and upload it again."
        ) from None
    if "\x00" in text:
        raise BadFile("The file is no text: it has NUL characters. Save it as “CSV UTF-8”.")
    if not text.strip():
        raise BadFile("The file is empty.")
    return text


def read(text: str) -> list[Row]:
    """Return the rows of a CSV text, each with what is wrong with it; raise BadFile."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    seen: dict[str, int] = {}
    try:
        columns = _columns(next((cells for cells in reader if any(cells)), []))
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(line, columns, cells, seen))
            if len(rows) > MOST_ROWS:
                raise BadFile(f"The file has more than {MOST_ROWS:,} rows. Please import it in parts.")
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(f"The file is not proper CSV: line {reader.line_num}: {error}.") from None
    if not rows:
        raise BadFile("The file has a heading, but no rows.")
    return rows


def _delimiter(text: str) -> str:
    """Return what stands between the headings: spreadsheets write commas, semicolons or tabs."""
    heading = text.lstrip().partition("\n")[0]
    return max(",;\t", key=heading.count)


def _columns(cells: Sequence[str]) -> list[str]:
    names = [_NOT_IN_A_HEADING.sub("", cell).lower() for cell in cells]
    unknown = [
        cell.strip() or "(empty)" for cell, name in zip(cells, names, strict=True) if name not in _HEADINGS
    ]
    if unknown:
        listed = ", ".join(f"“{name[:50]}”" for name in unknown[:10])
        raise BadFile(f"Unknown column: {listed}. Known are {', '.join(COLUMNS)}, in the first line.")
    if len(set(names)) < len(names):
        raise BadFile("A column stands there twice.")
    if "email" not in names:
        raise BadFile("There is no column “email”.")
    return [_HEADINGS[name] for name in names]


def _row(line: int, columns: Sequence[str], cells: Sequence[str], seen: dict[str, int]) -> Row:
    values = {name: " ".join(cell.split()) for name, cell in zip(columns, cells, strict=False)}
    values.setdefault("email", "")
    errors = [*_too_many(columns, cells), *email_problems(values["email"])]
    errors += [
        f"{name} is longer than {_LONGEST[name]} characters."
        for name, value in values.items()
        if len(value) > _LONGEST[name]
    ]
    errors += [
        f"{name} has characters that cannot be shown."
        for name, value in values.items()
        if not value.isprintable()
    ]
    first = seen.setdefault(values["email"].lower(), line) if values["email"] else line
    if first != line:
        errors.append(f"The same e-mail address stands in line {first}.")
    return Row(line, values, tuple(errors))


def _too_many(columns: Sequence[str], cells: Sequence[str]) -> list[str]:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return [f"There are {len(cells)} cells for {len(columns)} columns."]
    return []
