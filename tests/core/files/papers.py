"""What a PDF of ours says, for tests: the signs that can be read and copied out of it, by its own tables."""

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PAIR = re.compile(rb"<[0-9a-fA-F]+>\s+<([0-9a-fA-F]+)>")


def signs_in(content: bytes) -> set[str]:
    """Return every sign that a glyph of the PDF stands for (ToUnicode)."""
    return {sign for glyph in glyphs_in(content) for sign in glyph}


def glyphs_in(content: bytes) -> set[str]:
    """Return what each glyph stands for, which may be several signs that are drawn as one."""
    assert content.startswith(b"%PDF-")
    found: set[str] = set()
    for stream in map(_inflated, _STREAM.findall(content)):
        for table in re.findall(rb"beginbfchar(.*?)endbfchar", stream, re.DOTALL):
            found.update(bytes.fromhex(each.decode()).decode("utf-16-be") for each in _PAIR.findall(table))
    return found


def is_accessible(content: bytes) -> bool:
    """Tell whether it says that it keeps PDF/UA, and is tagged."""
    whole = b"\n".join([content, *map(_inflated, _STREAM.findall(content))])
    return b"pdfuaid" in whole and b"/StructTreeRoot" in whole


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
