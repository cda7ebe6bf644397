"""A table as spreadsheets and other programs write it into a text file: which bytes, which separator."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from trellis.core.writing.texts import shows
from trellis.domain.directory.refusals import BadFile

_SEPARATORS = ",;\t"
_SAVE_AS = "Save it as “CSV UTF-8” and upload it again."
# Excel's own first line, which says what the separator is: it is none of the table.
_SAYS_SEPARATOR = re.compile(r'\s*"?sep=([^\w\s"]|\t)"?[,;\t ]*(?:[\r\n]|\Z)', re.IGNORECASE)
_QUOTED = '"[^"]*(?:"|\\Z)'
_LINE = re.compile(f'(?:{_QUOTED}|[^"\r\n])+')


def text_of(content: bytes) -> str:
    """Return the text of a file; raise BadFile unless it is UTF-8, or UTF-16 that says so, and has text."""
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(_not_text(content, error.start, is_utf16=is_utf16)) from None
    if "\x00" in text:
        raise BadFile("The file is no text: it has NUL characters. Save it as “CSV UTF-8”.")
    if not shows(text):
        raise BadFile("The file is empty.")
    return text


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row in which something stands, with the number of its line; raise BadFile.

    The first one is the heading.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    skips = _SAYS_SEPARATOR.match(text) is not None
    try:
        line = 1
        for cells in reader:
            if any(shows(cell) for cell in cells):
                if not skips:
                    yield line, cells
                skips = False
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(f"The file is not proper CSV: line {reader.line_num}: {error}.") from None


def _separator(text: str) -> str:
    """Return what stands between the headings, outside of quotes."""
    said = _SAYS_SEPARATOR.match(text)
    if said is not None:
        return said[1]
    lines = (match[0] for match in _LINE.finditer(text))
    heading = next((line for line in lines if shows(line.translate(_WITHOUT_SEPARATORS))), "")
    return max(_SEPARATORS, key=re.sub(_QUOTED, "", heading).count)


def _not_text(content: bytes, place: int, *, is_utf16: bool) -> str:
    if is_utf16:
        return f"The file is not whole: it ends, or goes wrong, amid a character. {_SAVE_AS}"
    line = len(re.findall(b"\r\n|\r|\n", content[:place])) + 1
    return f"The file is not UTF-8: line {line} has a byte that cannot be read. {_SAVE_AS}"


_WITHOUT_SEPARATORS = str.maketrans("", "", f'{_SEPARATORS}"')
