"""The members directory from a CSV file: read, check row by row against what is there, write at once."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Upper

from trellis.core.db.errors import constraint_of
from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry, DirectoryImport
from trellis.domain.directory.refusals import BadFile, DirectoryChanged, RowsAreWrong

COLUMNS = ("email", "first_name", "last_name", "membershiptype", "phone")
LARGEST_FILE = 2 * 1024 * 1024
MOST_ROWS = 10_000
_FIELDS = COLUMNS[1:]
_LONGEST = {
    field.name: field.max_length or 0 for field in DirectoryEntry._meta.fields if field.name in COLUMNS
}
# Spelling of a heading that does not matter: "E-mail", "First name", "Membership type".
_HEADINGS = {name.replace("_", ""): name for name in COLUMNS}
_NOT_IN_A_HEADING = re.compile(r"[\s_-]+")
_BATCH = 1000


class Outcome(models.TextChoices):
    """What importing a row does."""

    CREATED = "created", "New"
    UPDATED = "updated", "Changed"
    UNCHANGED = "unchanged", "As it is"
    WRONG = "wrong", "Wrong"


@dataclass(frozen=True)
class Row:
    """One row of the file: its line, what it gives, and what is wrong with it."""

    line: int
    values: dict[str, str]
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A row beside the entry that it speaks of; `changes` names the columns that it would change."""

    row: Row
    entry: DirectoryEntry | None
    changes: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """What importing it does."""
        if self.row.errors:
            return Outcome.WRONG
        if self.entry is None:
            return Outcome.CREATED
        return Outcome.UPDATED if self.changes else Outcome.UNCHANGED


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    created: list[DirectoryEntry]
    updated: list[DirectoryEntry]
    unchanged: int
    skipped: int


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


def check(rows: Iterable[Row], *, lock: bool = False) -> list[Checked]:
    """Return each row beside the entry that its e-mail address names, whatever its case."""
    rows = list(rows)
    known = _entries({row.values["email"].lower() for row in rows if not row.errors}, lock=lock)
    checked = []
    for row in rows:
        entry = None if row.errors else known.get(row.values["email"].lower())
        changes = tuple(
            name
            for name in _FIELDS
            if entry is not None and row.values.get(name) and row.values[name] != getattr(entry, name)
        )
        checked.append(Checked(row, entry, changes))
    return checked


def upload(*, content: bytes, file_name: str, uploaded_by: User, now: datetime) -> DirectoryImport:
    """Keep a file until its import is confirmed; raise BadFile for one that cannot be imported."""
    text = decode(content)
    read(text)
    return DirectoryImport.objects.create(
        uploaded_by=uploaded_by, file_name=file_name[:200], text=text, created_at=now
    )


def confirm(*, upload: DirectoryImport, skip_wrong: bool, now: datetime) -> Imported:
    """Write the file's entries in one transaction.

    A row is known by its e-mail address, so that importing a file twice changes nothing. Raises
    RowsAreWrong, DirectoryChanged, and DirectoryImport.DoesNotExist when it was confirmed already.
    """
    try:
        with transaction.atomic():
            text = DirectoryImport.objects.select_for_update().get(pk=upload.pk).text
            checked = check(read(text), lock=True)
            if not skip_wrong and any(one.outcome == Outcome.WRONG for one in checked):
                raise RowsAreWrong
            imported = _write(checked, now=now)
            DirectoryImport.objects.filter(pk=upload.pk).delete()
    except IntegrityError as error:
        if constraint_of(error) != "directory_entry_email_unique_any_case":
            raise
        raise DirectoryChanged from None
    return imported


def _write(checked: Sequence[Checked], *, now: datetime) -> Imported:
    new = [
        DirectoryEntry(**one.row.values, created_at=now) for one in checked if one.outcome == Outcome.CREATED
    ]
    changed = [_changed(one) for one in checked if one.outcome == Outcome.UPDATED]
    DirectoryEntry.objects.bulk_create(new, batch_size=_BATCH)
    # The rows are there and locked, so all of them conflict: many times as fast as bulk_update.
    DirectoryEntry.objects.bulk_create(
        changed,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_FIELDS,
    )
    skipped = sum(one.outcome == Outcome.WRONG for one in checked)
    return Imported(new, changed, len(checked) - len(new) - len(changed) - skipped, skipped)


def _changed(one: Checked) -> DirectoryEntry:
    assert one.entry is not None  # noqa: S101  (else it would be a new one)
    for name in one.changes:
        setattr(one.entry, name, one.row.values[name])
    return one.entry


def _entries(addresses: set[str], *, lock: bool) -> dict[str, DirectoryEntry]:
    """Return the entries with these addresses; addresses from a file are ASCII, in lower case."""
    wanted = [address.upper() for address in addresses]
    found = DirectoryEntry.objects.annotate(key=Upper("email")).filter(key__in=wanted).order_by("id")
    return {entry.email.lower(): entry for entry in (found.select_for_update() if lock else found)}


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


def email_problems(email: str) -> list[str]:
    """Return what keeps an e-mail address out of the directory."""
    if not email:
        return ["The e-mail address is missing."]
    try:
        validate_email(email)
    except ValidationError:
        return ["This is no e-mail address."]
    # The database holds some letters of other alphabets for ours: nobody shall pass for another.
    return [] if email.isascii() else ["The e-mail address has letters other than a to z."]
