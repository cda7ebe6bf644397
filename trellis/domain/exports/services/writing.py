"""Rows as CSV and as an Excel workbook, in memory that does not grow with their number."""

import csv
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from trellis.domain.exports.rules import fitting, text_of

Batches = Iterable[Sequence[Sequence[Any]]]
# Without it Excel reads UTF-8 as the letters of one country.
_BYTE_ORDER_MARK = "\ufeff"
# A sheet has 1,048,576 rows; what is longer goes on in another one.
_ROWS_OF_A_SHEET = 1_000_000
_FIRST_YEAR_OF_EXCEL = 1900
_COLUMN_WIDTH = 20
_NOBODY = "tmp"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


def csv_chunks(headings: Sequence[str], batches: Batches) -> Iterator[bytes]:
    """Yield a CSV: UTF-8 with a byte order mark, commas, CRLF, and a line of headings first."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write(_BYTE_ORDER_MARK)
    writer.writerow(headings)
    for batch in batches:
        writer.writerows([[text_of(value) for value in row] for row in batch])
        yield _drained(buffer)
    yield _drained(buffer)


def write_csv(out: IO[bytes], headings: Sequence[str], batches: Batches, *, owner: str = "") -> None:
    """Write a CSV into an open file."""
    for chunk in csv_chunks(headings, batches):
        out.write(chunk)


def write_workbook(out: IO[bytes], headings: Sequence[str], batches: Batches, *, owner: str = "") -> None:
    """Write an Excel workbook into an open file; `owner` names its scratch folder."""
    with scratch(owner) as folder:
        book = Workbook(_UntilItFails(out), {**_OPTIONS, "tmpdir": str(folder)})
        sheet = _Sheet(book, headings)
        for batch in batches:
            for row in batch:
                sheet.write(row)
        _close(book)


def scratch(owner: str = "") -> "TemporaryDirectory[str]":
    """Return a folder that is gone when it is left; of killed processes it is left to be removed."""
    root = _scratch_root()
    root.mkdir(parents=True, exist_ok=True)
    return TemporaryDirectory(dir=root, prefix=f"{owner or _NOBODY}-")


def remove_scratch_of(owner: str) -> None:
    """Remove the folders of this owner, on this machine."""
    for folder in _scratch_root().glob(f"{owner}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def sweep_scratch(*, before: datetime) -> None:
    """Remove the folders that were last written before this moment: whoever made them was killed."""
    root = _scratch_root()
    for folder in root.iterdir() if root.is_dir() else ():
        with suppress(FileNotFoundError):  # its owner is done
            newest = max(each.stat().st_mtime for each in (folder, *folder.iterdir()))
            if newest < before.timestamp():
                shutil.rmtree(folder, ignore_errors=True)


def _close(book: Workbook) -> None:
    try:
        book.close()
    except FileCreateError as error:
        # Its only argument is what the disk said.
        raise error.args[0] from None


def _scratch_root() -> Path:
    return Path(settings.DATA_DIR) / "scratch" / "exports"


def _drained(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


class _UntilItFails:
    """A file that after a failure takes everything, and keeps nothing.

    The archive in a workbook, when it is collected as garbage, goes on writing to a disk that is full.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._has_failed = False

    def write(self, data: bytes) -> int:
        """Write; raise OSError the first time that this fails."""
        if self._has_failed:
            return len(data)
        try:
            return self._file.write(data)
        except OSError:
            self._has_failed = True
            raise

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to another place."""
        return 0 if self._has_failed else self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return 0 if self._has_failed else self._file.tell()

    def flush(self) -> None:
        """Let the system have what is written; raise OSError the first time that this fails."""
        self.write(b"")
        if not self._has_failed:
            self._file.flush()


class _Sheet:
    """The sheet that is being filled; a full one is followed by another."""

    def __init__(self, book: Workbook, headings: Sequence[str]) -> None:
        self.book = book
        self.headings = headings
        self.bold = book.add_format({"bold": True})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._begin()

    def _begin(self) -> None:
        self.sheet = self.book.add_worksheet()
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_column(0, len(self.headings) - 1, _COLUMN_WIDTH)
        for place, heading in enumerate(self.headings):
            self.sheet.write_string(0, place, heading, self.bold)
        self.line = 1

    def write(self, row: Sequence[Any]) -> None:
        """Write the next line."""
        if self.line > _ROWS_OF_A_SHEET:
            self._begin()
        for place, value in enumerate(row):
            self._cell(place, value)
        self.line += 1

    def _cell(self, place: int, value: Any) -> None:
        match value:
            case None | "":
                return
            case bool():
                self.sheet.write_boolean(self.line, place, value)
            case int() | float() | Decimal():
                self.sheet.write_number(self.line, place, float(value))
            case datetime() if value.astimezone(UTC).year >= _FIRST_YEAR_OF_EXCEL:
                self.sheet.write_datetime(self.line, place, value.astimezone(UTC), self.moment)
            case date() if value.year >= _FIRST_YEAR_OF_EXCEL:
                self.sheet.write_datetime(self.line, place, value, self.date)
            case _:
                self.sheet.write_string(self.line, place, fitting(text_of(value)))
