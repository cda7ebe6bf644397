"""What can be read in a PDF: run by the child (child.py), as strangers send them.

No whole reader: signs that stand in the file as they are, addresses and descriptions above all, and what its
text layer says by each of its fonts. What is of another font comes out as nonsense, which is no harm to who
looks for one word.
"""

import re
import zlib
from collections.abc import Iterator
from typing import IO

_MOST_INFLATED = 48 * 1024 * 1024  # bytes, of all streams together
_MOST_STREAMS = 5_000
_MOST_FONTS = 40
_MOST_TEXT = 2 * 1024 * 1024  # bytes that come out
_STREAM = re.compile(rb"stream\r?\n")
_SIGNS = re.compile(rb"[\x20-\x7e]{12,2000}")
_SHOWN = re.compile(rb"<([0-9A-Fa-f\s]+)>|\(((?:\\.|[^\\()]){0,4000})\)", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_THREE = re.compile(rb"<([0-9A-Fa-f]{2,8})>\s*<([0-9A-Fa-f]{2,8})>\s*<([0-9A-Fa-f]{4,8})>")
_TWO = re.compile(rb"<([0-9A-Fa-f]{2,8})>\s*<([0-9A-Fa-f]{4,32})>")
_LIST = re.compile(rb"<([0-9A-Fa-f]{2,8})>\s*<([0-9A-Fa-f]{2,8})>\s*\[([^\]]*)\]")
_ONE = re.compile(rb"<([0-9A-Fa-f]{4,32})>")
_WIDEST = 65_536
Letters = dict[int, str]


class NotAPaper(Exception):
    """It is no PDF."""


def texts_in(source: IO[bytes]) -> bytes:
    """Return what can be read in a PDF, line by line, in UTF-8; raise NotAPaper."""
    content = source.read()
    if b"%PDF-" not in content[:1024]:
        raise NotAPaper
    streams = list(_inflated(content))
    out = bytearray()
    for line in _lines(content, streams):
        out += line[: _MOST_TEXT - len(out)] + b"\n"
        if len(out) >= _MOST_TEXT:
            break
    return bytes(out)


def _lines(content: bytes, streams: list[bytes]) -> Iterator[bytes]:
    fonts = [letters for each in streams if b"begincmap" in each and (letters := _letters(each))]
    shown = [(*_codes(each),) for each in streams if b"Tj" in each or b"TJ" in each]
    for letters in fonts[:_MOST_FONTS]:
        for codes in shown:
            yield "".join(letters.get(code, "") for code in codes).encode(errors="ignore")
    for each in (content, *streams):
        yield from _SIGNS.findall(each)


def _inflated(content: bytes) -> Iterator[bytes]:
    """Return what streams hold that zlib has packed; others are in the content as they are."""
    left = _MOST_INFLATED
    for number, found in enumerate(_STREAM.finditer(content)):
        if number >= _MOST_STREAMS or left <= 0:
            return
        end = content.find(b"endstream", found.end())
        # No more than this one, or each would copy the rest of the file.
        packed = content[found.end() : end if end >= 0 else None]
        try:
            made = zlib.decompressobj().decompress(packed, left)
        except zlib.error:
            continue
        left -= len(made)
        yield made


def _codes(stream: bytes) -> Iterator[int]:
    """Return the glyphs that a page shows, in its order; of two bytes each, as in fonts of many letters."""
    for hexadecimal, literal in _SHOWN.findall(stream):
        raw = _bytes_of(hexadecimal) if hexadecimal else _unescaped(literal)
        yield from (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw) - 1, 2))


def _letters(cmap: bytes) -> Letters:
    """Return which glyph is which letter."""
    letters: Letters = {}
    for block in _CHARS.findall(cmap):
        letters |= {int(code, 16): _text(text) for code, text in _TWO.findall(block)}
    for block in _RANGES.findall(cmap):
        for first, last, text in _THREE.findall(block):
            _add_range(letters, int(first, 16), int(last, 16), int(text, 16))
        for first, _, texts in _LIST.findall(block):
            for place, text in enumerate(_ONE.findall(texts)):
                letters[int(first, 16) + place] = _text(text)
    return letters


def _add_range(letters: Letters, first: int, last: int, text: int) -> None:
    for place in range(min(last - first + 1, _WIDEST)):
        if text + place <= 0x10FFFF:
            letters[first + place] = chr(text + place)


def _text(hexadecimal: bytes) -> str:
    return bytes.fromhex(hexadecimal.decode()).decode("utf-16-be", errors="ignore")


def _bytes_of(hexadecimal: bytes) -> bytes:
    digits = re.sub(rb"\s", b"", hexadecimal).decode()
    return bytes.fromhex(digits if len(digits) % 2 == 0 else f"{digits}0")


_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


def _unescaped(literal: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        if sign[:1].isdigit():
            return bytes([int(sign, 8) & 0xFF]) if re.fullmatch(rb"[0-7]+", sign) else sign
        return _ESCAPED.get(sign, sign)

    return _ESCAPE.sub(plain, literal)
