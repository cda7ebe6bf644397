"""A PDF to its lines: runs in a child process alone (docs/decisions/resumes.md)."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pypdfium
import pypdfium2.raw as pdfium

from trellis.core.files.papers.bidi import share_of_right_to_left
from trellis.core.files.papers.faults import Broken, Empty, Locked, NoLetters, OnlyPictures, TooManyPages
from trellis.core.files.papers.headings import is_heading_like
from trellis.core.files.papers.layout import (
    MOST_LINES,
    MOST_LINKS,
    MOST_PAGES,
    MOST_SIGNS,
    TAB,
    Box,
    Hidden,
    Line,
    Link,
    Paper,
)
from trellis.core.files.papers.order import Row, Segment, in_order
from trellis.core.files.papers.pdf.frame import Frame
from trellis.core.files.papers.pdf.glyphs import Glyph, Signs, combined, signs_of
from trellis.core.files.papers.pdf.seeing import Painted, around
from trellis.core.files.papers.pdf.words import blanks_between_arabic, lines_of, segments_of, words_in
from trellis.core.files.papers.pdf.wrapping import unwrapped
from trellis.core.files.papers.plain import tidied

_FROM_RIGHT = 0.3
_LONGEST_URL = 2000
_FEW, _FEW_BLANKS = 20, 3
_Place = tuple[int, int, Box, str]  # of a part of a line: which, from which sign, where on the page, what


@dataclass
class _Read:
    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    signs: int = 0
    scanned: int = 0
    unreadable: int = 0
    blanks: int = 0
    has_pictures: bool = False


def read_pdf(content: bytes) -> Paper:
    """Return what stands on the pages; raise a Fault."""
    try:
        document = pypdfium.PdfDocument(content)
    except pypdfium.PdfiumError as error:
        raise (Locked if error.err_code == pdfium.FPDF_ERR_PASSWORD else Broken) from error
    pages = len(document)
    if pages > MOST_PAGES:
        raise TooManyPages
    if pages == 0:
        raise Broken
    read, broken = _Read(), 0
    for number in range(pages):
        try:
            _read_page(document[number], number + 1, read)
        except pypdfium.PdfiumError:
            broken += 1
        if read.signs >= MOST_SIGNS or len(read.lines) >= MOST_LINES:
            break
    _refuse_nothing(read, is_broken=broken == pages)
    return Paper(
        lines=tuple(read.lines[:MOST_LINES]),
        links=tuple(read.links[:MOST_LINKS]),
        hidden=tuple(read.hidden[:MOST_LINKS]),
        pages=pages,
        is_scan=read.scanned * 2 > read.signs,
        unreadable=read.unreadable if read.unreadable >= _FEW else 0,
        is_cut=read.signs >= MOST_SIGNS,
    )


def _refuse_nothing(read: _Read, *, is_broken: bool) -> None:
    """Raise why there is nothing to be read, where there is nothing."""
    letters = sum(sign.isalnum() for line in read.lines for sign in line.text)
    if read.unreadable > 4 * letters or (letters < 3 and (read.unreadable or read.blanks >= _FEW)):
        raise NoLetters
    if letters:
        return
    if is_broken:
        raise Broken
    raise OnlyPictures if read.has_pictures else Empty


def _read_page(page: Any, number: int, read: _Read) -> None:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise pypdfium.PdfiumError("no text page")
    try:
        signs = signs_of(page, text_page, most=MOST_SIGNS - read.signs)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    painted = Painted(page)
    seen = _seen(signs, painted, number, read)
    read.has_pictures |= any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    read.unreadable += signs.unreadable
    read.blanks += sum(each.is_blank for each in signs.glyphs)
    read.signs += len(seen)
    bold = {key for key, run in signs.runs.items() if run.is_bold}
    rows = _ordered(list(combined(seen)), bold)
    boxes = _written(rows, number, read)
    _add_links(page, boxes, read)


def _seen(signs: Signs, painted: Painted, number: int, read: _Read) -> list[Glyph]:
    """Return the signs that somebody sees, and note the others."""
    seen: list[Glyph] = []
    for key, glyphs in _drawn_together(signs.glyphs):
        inked = [each for each in glyphs if not each.is_blank]
        if not inked:
            seen += glyphs
            continue
        run, box = signs.runs[key], around(inked)
        why = painted.why_unseen(box, run, max(each.size for each in inked))
        if why is None:
            seen += glyphs
            read.scanned += len(glyphs) if run.mode == 3 else 0
        elif any(each.text.isalnum() for each in inked):
            read.hidden.append(Hidden(why=why, page=number, signs=len(inked), box=_rounded(box)))
    return seen


def _drawn_together(glyphs: Sequence[Glyph]) -> list[tuple[int, list[Glyph]]]:
    """Return signs that are drawn at once, and stand in one line."""
    parts: list[tuple[int, list[Glyph]]] = []
    for each in glyphs:
        if parts and parts[-1][0] == each.run and abs(parts[-1][1][-1].base - each.base) < each.size:
            parts[-1][1].append(each)
        else:
            parts.append((each.run, [each]))
    return parts


def _ordered(glyphs: list[Glyph], bold: set[int]) -> list[list[Row]]:
    share = share_of_right_to_left("".join(each.text for each in glyphs))
    right_to_left = share >= _FROM_RIGHT
    segments: list[Segment] = []
    drawn = list(lines_of(glyphs))
    has_blanks = sum(map(blanks_between_arabic, drawn)) >= _FEW_BLANKS
    for line in drawn:
        if words := words_in(line, has_blanks=has_blanks):
            segments += segments_of(words, right_to_left=right_to_left, bold=bold)
    return in_order(segments, right_to_left=right_to_left, is_heading=is_heading_like)


def _written(blocks: list[list[Row]], number: int, read: _Read) -> list[_Place]:
    """Add the lines of a page; return where each part of a line stands: line, sign, box, text."""
    places: list[_Place] = []
    first = read.lines[-1].block + 1 if read.lines else 0
    for block, rows in enumerate(blocks, first):
        bottom: float | None = None
        for columns in unwrapped(rows):
            text = ""
            for column in columns:
                text = f"{text}{TAB}" if text else ""
                for each in column:
                    said = tidied(each.text).replace(TAB, " ")
                    text = _joined(text, said)
                    box = (each.left, each.top, each.right, each.bottom)
                    places.append((len(read.lines), len(text) - len(said), box, said))
            row = [each for column in columns for each in column]
            if text := text.rstrip(TAB):
                read.lines.append(_line(row, text, number, block, bottom))
                bottom = max(each.base for each in row)
    return [place for place in places if place[3] and place[0] < len(read.lines)]


def _joined(text: str, said: str) -> str:
    """Return a part of a line with what goes on with it in the next one."""
    if not text or text.endswith(TAB) or not said:
        return text + said
    if text.endswith("-") and text[-2:-1].isalpha() and said[0].islower():
        return text[:-1] + said
    return f"{text} {said}"


def _line(row: Row, text: str, number: int, block: int, before: float | None) -> Line:
    base, size = row[0].base, max(each.size for each in row)
    box = (
        min(each.left for each in row),
        min(each.top for each in row),
        max(each.right for each in row),
        max(each.bottom for each in row),
    )
    return Line(
        text=text,
        page=number,
        box=_rounded(box),
        size=round(row[0].size, 1),
        is_bold=row[0].is_bold,
        gap=round(max(0.0, (base - before) / size - 1), 2) if before is not None else 0.0,
        block=block,
    )


def _rounded(box: Box) -> Box:
    left, top, right, bottom = (round(min(max(side, -1e5), 1e5), 1) for side in box)
    return left, top, right, bottom


def _add_links(page: Any, places: list[_Place], read: _Read) -> None:
    """Add where clicks lead, each with the words under it."""
    at, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    frame = Frame(page)
    while len(read.links) < MOST_LINKS and pdfium.FPDFLink_Enumerate(page, at, link):
        rect = pdfium.FS_RECTF()
        url = _url(page.pdf, link)
        if not url or not pdfium.FPDFLink_GetAnnotRect(link, rect):
            continue
        box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
        under = [part for place in places if (part := _part_under(place, box))]
        if under:
            line, start, end = under[0]
            read.links.append(Link(url=url, line=line, start=start, end=end))


def _url(document: Any, link: Any) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < length <= _LONGEST_URL:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
    return tidied(buffer.raw[: length - 1].decode("utf-8", "replace"))


def _part_under(place: _Place, box: Box) -> tuple[int, int, int] | None:
    """Return line, start and end of the signs that lie under a box; letters are taken as equally wide."""
    line, start, own, text = place
    middle = (own[1] + own[3]) / 2
    if not box[1] - 2 <= middle <= box[3] + 2 or min(own[2], box[2]) - max(own[0], box[0]) < 1:
        return None
    width = max(own[2] - own[0], 1.0) / len(text)
    first = max(0, round((box[0] - own[0]) / width))
    last = min(len(text), round((box[2] - own[0]) / width))
    # To whole words.
    while first and not text[first - 1].isspace() and text[first - 1] not in "|·•,;":
        first -= 1
    while last < len(text) and not text[last].isspace() and text[last] not in "|·•,;":
        last += 1
    return (line, start + first, start + last) if last > first else None
