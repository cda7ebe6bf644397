"""The signs of a page of a PDF, each where it stands, by PDFium: runs in a child process alone."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from trellis.core.files.papers.layout import Box
from trellis.core.files.papers.pdf.frame import Frame
from trellis.core.files.papers.plain import is_unseen

_HYPHENS = {0xFFFE, 0x0002, 0x00AD}
_BOLD = 600
_NAME = 64


@dataclass(slots=True)
class Glyph:
    """A sign: its text (a ligature has several letters), its box from the upper left corner, its look."""

    text: str
    box: Box
    base: float
    size: float
    run: int  # signs that the file draws at once have the same
    is_blank: bool = False
    order: int = 0  # in the file


@dataclass(slots=True)
class Run:
    """What the file draws at once: how, and how bright (0 to 255)."""

    mode: int
    fill: int
    alpha: int
    is_bold: bool


@dataclass(slots=True)
class Signs:
    """All signs of a page, and how many of them mean nothing."""

    glyphs: list[Glyph]
    runs: dict[int, Run]
    unreadable: int


def signs_of(page: Any, text_page: Any, *, most: int) -> Signs:
    """Return the signs of a page in the order of the file, `most` of them at the most."""
    frame = Frame(page)
    count = min(pdfium.FPDFText_CountChars(text_page), most)
    found = Signs([], {}, 0)
    for index in range(count):
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        glyph = _glyph(text_page, index, frame)
        if glyph.run not in found.runs:
            found.runs[glyph.run] = _run(text_page, index)
        if not glyph.text:
            found.unreadable += 1
        else:
            _add(found.glyphs, glyph)
    return found


def _glyph(text_page: Any, index: int, frame: Frame) -> Glyph:
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text_page, index, sides[0], sides[1], sides[2], sides[3])
    x0, x1, y0, y1 = (each.value for each in sides)
    inked = frame.box(x0, y0, x1, y1)
    x, base = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, index, x, base)
    text = _text(text_page, index)
    # Sideways a letter is as wide as what it moves the pen: of "I" the ink alone stands far from others.
    loose = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, index, loose)
    wide = frame.box(loose.left, loose.bottom, loose.right, loose.top)
    sideways = wide if wide[2] > wide[0] else inked
    drawn = pdfium.FPDFText_GetTextObject(text_page, index)
    return Glyph(
        text=text,
        box=(sideways[0], inked[1], sideways[2], inked[3]),
        base=frame.point(x.value, base.value)[1],
        size=_size(text_page, index),
        run=ctypes.cast(drawn, ctypes.c_void_p).value or 0 if drawn else 0,
        is_blank=not text.strip(),
        order=index,
    )


def _text(text_page: Any, index: int) -> str:
    """Return what a sign means, "" for nothing that anybody could read."""
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if code in _HYPHENS:
        return "-"
    if code in {0, 0xFFFD} or pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1 or code > 0x10FFFF:
        return ""
    sign = chr(code)
    if sign.isspace():
        return " "
    # Ligatures, and the forms that Arabic letters take beside others, are written as their letters.
    if 0xFB00 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        sign = unicodedata.normalize("NFKC", sign)
    return "" if any(map(is_unseen, sign)) else sign


def _size(text_page: Any, index: int) -> float:
    """Return how high the letters come out, whatever the file scales them by."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, index, matrix)
    scale = max((matrix.c**2 + matrix.d**2) ** 0.5, 0.0)
    return float(min(pdfium.FPDFText_GetFontSize(text_page, index) * (scale or 1.0), 10_000.0))


def _run(text_page: Any, index: int) -> Run:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha)
    drawn = pdfium.FPDFText_GetTextObject(text_page, index)
    return Run(
        mode=pdfium.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0,
        fill=round(0.299 * red.value + 0.587 * green.value + 0.114 * blue.value),
        alpha=alpha.value,
        is_bold=_is_bold(text_page, index),
    )


def _is_bold(text_page: Any, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(_NAME), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, name, _NAME, flags)
    weight = pdfium.FPDFText_GetFontWeight(text_page, index)
    return b"bold" in name.value.lower() or b"black" in name.value.lower() or weight >= _BOLD


def _add(glyphs: list[Glyph], glyph: Glyph) -> None:
    """Add a sign, to that before it where both are one ligature."""
    before = glyphs[-1] if glyphs else None
    if before is not None and before.box == glyph.box and before.base == glyph.base and not glyph.is_blank:
        before.text += glyph.text
        return
    glyphs.append(glyph)


def combined(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """Yield the signs, each once, with accents that are drawn beside their letters on them."""
    letters: dict[int, list[Glyph]] = {}
    for each in glyphs:
        if each.text not in _ACCENTS and not each.is_blank:
            letters.setdefault(round(each.base / 4), []).append(each)
    for each in glyphs:
        if each.text in _ACCENTS:
            if (under := _under(each, letters)) is not None:
                under.text = unicodedata.normalize("NFC", under.text + _ACCENTS[each.text])
                each.text = ""
        elif not each.is_blank and _is_drawn_apart(each, letters):
            each.text = ""
    yield from (each for each in glyphs if each.text and (not each.is_blank or each.box[2] > each.box[0]))


def _is_drawn_apart(part: Glyph, letters: dict[int, list[Glyph]]) -> bool:
    """Tell whether it is the dots of a letter, which some fonts draw apart and call by the letter again.

    Or the letter itself, drawn twice to look bold.
    """
    is_arabic = unicodedata.bidirectional(part.text[0]) in {"R", "AL"}
    most = part.size if is_arabic else 0.1 * part.size
    rows = range(round((part.base - most) / 4) - 1, round((part.base + most) / 4) + 2)
    return any(_is_part(part, each, most) for row in rows for each in letters.get(row, ()))


def _is_part(part: Glyph, whole: Glyph, most: float) -> bool:
    if whole is part or whole.text != part.text or abs(whole.base - part.base) > most:
        return False
    width = max(0.1, min(part.box[2] - part.box[0], whole.box[2] - whole.box[0]))
    if min(part.box[2], whole.box[2]) - max(part.box[0], whole.box[0]) < 0.6 * width:
        return False
    sizes = [(one.box[2] - one.box[0]) * (one.box[3] - one.box[1]) for one in (part, whole)]
    # Of two that are alike the first stays.
    return sizes[0] < 0.98 * sizes[1] or (sizes[0] <= sizes[1] * 1.02 and whole.order < part.order)


_ACCENTS = {
    **dict(
        zip(
            "´`¨ˆ˜¯˘˙˚¸˝˛ˇ",
            map(
                chr,
                _COMBINING := (
                    *(
                        0x301,
                        0x300,
                        0x308,
                        0x302,
                        0x303,
                        0x304,
                        0x306,
                        0x307,
                        0x30A,
                        0x327,
                        0x30B,
                        0x328,
                        0x30C,
                    ),
                ),
            ),
            strict=True,
        )
    ),
    **{chr(code): chr(code) for code in range(0x300, 0x330)},
}
_DOTLESS = {"ı": "i", "ȷ": "j"}


def _under(accent: Glyph, letters: dict[int, list[Glyph]]) -> Glyph | None:
    """Return the letter over which an accent is drawn."""
    middle = (accent.box[0] + accent.box[2]) / 2
    near = range(round(accent.base / 4) - 2, round(accent.base / 4) + 3)
    for each in (each for row in near for each in letters.get(row, ())):
        width = each.box[2] - each.box[0]
        inside = each.box[0] - 0.15 * width <= middle <= each.box[2] + 0.15 * width
        if inside and each.text[:1].isalpha() and abs(each.base - accent.base) < 0.6 * each.size:
            each.text = _DOTLESS.get(each.text, each.text)
            return each
    return None
