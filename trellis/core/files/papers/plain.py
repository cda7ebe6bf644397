"""Text files: what they say, whatever wrote them."""

from __future__ import annotations

import codecs
import re
import unicodedata

from trellis.core.files.papers.faults import Empty
from trellis.core.files.papers.layout import MOST_LINES, MOST_SIGNS, TAB, Line, Paper

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_FAR_APART = re.compile(r"[ \u00a0\u3000]*\t[ \t\u00a0\u3000]*|[ \u00a0\u3000]{4,}")
_BLANKS = re.compile(r"[^\S\t]+")


def read_plain(content: bytes) -> Paper:
    """Return the lines of a text file; raise Empty."""
    text = decoded(content)
    lines, gap = [], 0.0
    for line in _BREAKS.split(text[:MOST_SIGNS]):
        if written := tidied(line):
            lines.append(Line(text=written, gap=gap))
            gap = 0.0
        else:
            gap = 1.0
    if not lines:
        raise Empty
    return Paper(lines=tuple(lines[:MOST_LINES]), is_cut=len(text) > MOST_SIGNS or len(lines) > MOST_LINES)


def decoded(content: bytes) -> str:
    """Return the text, losing no letter: what is no Unicode is what Windows writes in the west."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes mean nothing in it; in the older set that it grew from all mean something.
        return "".join(_letter(byte) for byte in content)


def _letter(byte: int) -> str:
    one = bytes([byte])
    try:
        return one.decode("cp1252")
    except UnicodeDecodeError:
        return one.decode("latin-1")


def tidied(line: str) -> str:
    """Return a line in NFC, without signs that nobody sees, with one blank or tab between its parts."""
    kept = "".join(sign for sign in line if sign in "\t\u200d" or not is_unseen(sign))
    return _BLANKS.sub(" ", _FAR_APART.sub(TAB, unicodedata.normalize("NFC", kept))).strip()


def first_word(text: str) -> str:
    """Return what stands before the first blank of a text, "" of one of blanks."""
    return next(iter(text.split(maxsplit=1)), "")


def is_unseen(sign: str) -> bool:
    """Tell whether a sign is no letter: a control or format sign, one of no meaning, half a pair."""
    code = ord(sign)
    return (
        (unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} and sign not in "\t\u200d")
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    )
