"""The CSV files that an import takes, and how they are read: each row with what is wrong with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trellis.core.writing.addresses import address_key, kept_form
from trellis.core.writing.texts import Unfit, one_line, shows
from trellis.domain.accounts.rules import LONGEST_EMAIL, LONGEST_NAME_PART, LONGEST_PHONE
from trellis.domain.directory.refusals import BadFile
from trellis.domain.directory.rules.entries import LONGEST_MEMBERSHIPTYPE, email_problems
from trellis.domain.directory.rules.tables import rows_of, text_of

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
# Spelling of a heading that does not matter: "E-mail", "First name:", "Membership type *".
_HEADINGS = {name.replace("_", ""): name for name in COLUMNS}
_NOT_IN_A_HEADING = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Row:
    """One row of the file: its line, what it gives, and what is wrong with it."""

    line: int
    values: dict[str, str]
    errors: tuple[str, ...]


def decode(content: bytes) -> str:
    """Return the text of an uploaded file; raise BadFile for one that is too large, or no text."""
    if len(content) > LARGEST_FILE:
        raise BadFile("The file is larger than 2 MB. Please import it in parts.")
    return text_of(content)


def read(text: str) -> list[Row]:
    """Return the rows of a CSV text, each with what is wrong with it; raise BadFile."""
    table = rows_of(text)
    columns = _columns(next(table, (1, []))[1])
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line, cells in table:
        rows.append(_row(line, columns, cells, seen))
        if len(rows) > MOST_ROWS:
            raise BadFile(f"The file has more than {MOST_ROWS:,} rows. Please import it in parts.")
    if not rows:
        raise BadFile("The file has a heading, but no rows.")
    return rows


def _columns(cells: Sequence[str]) -> list[str | None]:
    """Return what each column is called here; None for one without a heading, as spreadsheets leave them."""
    names = [_NOT_IN_A_HEADING.sub("", cell).lower() for cell in cells]
    unknown = [
        cell.strip() for cell, name in zip(cells, names, strict=True) if shows(cell) and name not in _HEADINGS
    ]
    if unknown:
        listed = ", ".join(f"“{name[:50]}”" for name in unknown[:10])
        raise BadFile(f"Unknown column: {listed}. Known are {', '.join(COLUMNS)}, in the first line.")
    columns = [_HEADINGS.get(name) for name in names]
    known = [name for name in columns if name is not None]
    if len(set(known)) < len(known):
        raise BadFile("A column stands there twice.")
    if "email" not in known:
        raise BadFile("There is no column “email”.")
    return columns


def _row(line: int, columns: Sequence[str | None], cells: Sequence[str], seen: dict[str, int]) -> Row:
    values, unfit = _values(columns, cells)
    values["email"] = kept_form(values.get("email", ""))
    errors = [*_beside(columns, cells), *email_problems(values["email"])]
    errors += [
        f"{name} is longer than {_LONGEST[name]} characters."
        for name, value in values.items()
        if len(value) > _LONGEST[name]
    ]
    key = address_key(values["email"])
    first = seen.setdefault(key, line) if key else line
    if first != line:
        errors.append(f"The same e-mail address stands in line {first}.")
    return Row(line, values, (*errors, *unfit))


def _values(columns: Sequence[str | None], cells: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return what stands in each column, in one line, and which of it cannot be kept."""
    values, unfit = {}, []
    for name, cell in zip(columns, cells, strict=False):
        if name is None:
            continue
        values[name] = " ".join(cell.split())
        try:
            values[name] = one_line(values[name])
        except Unfit as error:
            unfit.append(f"{name} has characters that cannot be shown. {error.sentence}")
    return values, unfit


def _beside(columns: Sequence[str | None], cells: Sequence[str]) -> list[str]:
    """Return what is wrong with cells that no heading stands above."""
    if any(shows(cell) for cell in cells[len(columns) :]):
        return [f"There are {len(cells)} cells for {len(columns)} columns."]
    if any(shows(cell) for name, cell in zip(columns, cells, strict=False) if name is None):
        return ["Something stands in a column without a heading."]
    return []
