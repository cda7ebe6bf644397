"""Resumes drawn by ReportLab: each piece of text at a place of its own, row by row over all columns."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.colors import HexColor, white
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.intelligence.resumes.people import Element, Written, headings_of

_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 48.0


@dataclass
class _Piece:
    y: float
    x: float
    text: str
    size: float = 10
    is_bold: bool = False
    is_white: bool = False
    url: str = ""

    @property
    def font(self) -> str:
        return "Helvetica-Bold" if self.is_bold else "Helvetica"


@dataclass
class _Column:
    left: float
    right: float
    y: float
    is_white: bool = False

    def draw(self, elements: list[Element], heading: str) -> Iterator[_Piece]:
        self.y -= 10
        if heading:
            yield self._piece(heading, size=12, is_bold=True)
            self.y -= 18
        for element in elements:
            yield from self._element(element)

    def _element(self, element: Element) -> Iterator[_Piece]:
        bullet = "• " if element.kind == "point" else ""
        beside = stringWidth(element.beside, "Helvetica", 10)
        room = self.right - self.left - (beside + 14 if beside else 0)
        bold = element.kind == "row"
        font = "Helvetica-Bold" if bold else "Helvetica"
        for number, line in enumerate(simpleSplit(bullet + element.text, font, 10, room)):
            if number == 0 and beside:
                yield self._piece(element.beside, x=self.right - beside)
            yield self._piece(line, is_bold=bold, url=element.url)
            self.y -= 13.5
        self.y -= 3 if element.kind != "point" else 0

    def _piece(
        self, text: str, *, x: float | None = None, size: float = 10, is_bold: bool = False, url: str = ""
    ) -> _Piece:
        place = self.left if x is None else x
        return _Piece(self.y, place, text, size, is_bold, self.is_white, url)


def drawn(written: Written) -> bytes:
    """Return the PDF."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    if written.layout == "sidebar":
        canvas.setFillColor(HexColor("#1f2f46"))
        canvas.rect(0, 0, 190, _HEIGHT, stroke=0, fill=1)
    pieces = list(_pieces(written))
    # Row by row, over all columns.
    pieces.sort(key=lambda one: (-round(one.y), one.x))
    if written.layout == "text boxes":
        pieces.sort(key=lambda one: (one.x > 300, one.y))
    for piece in pieces:
        _put(canvas, piece)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _put(canvas: Canvas, piece: _Piece) -> None:
    canvas.setFillColor(white if piece.is_white else HexColor("#111111"))
    canvas.setFont(piece.font, piece.size)
    canvas.drawString(piece.x, piece.y, piece.text)
    if piece.url:
        width = stringWidth(piece.text, piece.font, piece.size)
        canvas.linkURL(piece.url, (piece.x, piece.y - 2, piece.x + width, piece.y + piece.size))


def _pieces(written: Written) -> Iterator[_Piece]:
    headings = headings_of(written)
    parts = {**written.parts, "contact": written.contact}

    def put(column: _Column, *names: str) -> Iterator[_Piece]:
        for name in names:
            yield from column.draw(parts[name], headings[name])

    if written.layout == "sidebar":
        yield from put(_Column(20, 176, 800, is_white=True), "contact", "skills", "languages")
        main = _Column(214, _WIDTH - _MARGIN, 810)
        yield from _name(written, main)
        yield from put(main, "summary", "jobs", "education", "other")
        return
    head = _Column(_MARGIN, _WIDTH - _MARGIN, 800)
    yield from _name(written, head)
    if written.layout == "text boxes":
        yield from put(_Column(_MARGIN, 360, head.y), "summary", "jobs", "education")
        yield from put(_Column(400, _WIDTH - _MARGIN, head.y - 2), "contact", "skills", "languages")
        return
    yield from _line(written, head)
    if written.layout == "two columns":
        yield from put(_Column(_MARGIN, 210, head.y), "skills", "languages", "education")
        yield from put(_Column(240, _WIDTH - _MARGIN, head.y), "summary", "jobs")
    elif written.layout == "table":
        for name in ("jobs", "education", "skills", "languages"):
            yield from head.draw([], headings[name])
            yield from _table(head, parts[name])
    else:
        yield from put(head, "summary", "jobs", "education", "skills", "languages", "other")


def _name(written: Written, column: _Column) -> Iterator[_Piece]:
    x = column.left
    if written.number % 4 == 1:
        # Letters drawn apart, as on title pages.
        for letter in written.name.upper():
            if letter != " ":
                yield _Piece(column.y, x, letter, 15, is_bold=True)
            x += stringWidth(letter, "Helvetica-Bold", 15) + 5
    else:
        yield _Piece(column.y, x, written.name, 20, is_bold=True)
    yield _Piece(column.y - 20, column.left, written.headline, 11)
    column.y -= 36


def _line(written: Written, column: _Column) -> Iterator[_Piece]:
    x = column.left
    for element in written.contact:
        yield _Piece(column.y, x, element.text, 9, url=element.url)
        x += stringWidth(element.text, "Helvetica", 9)
        if element is not written.contact[-1]:
            yield _Piece(column.y, x + 5, "|", 9)
        x += 12
    column.y -= 12


def _table(column: _Column, elements: list[Element]) -> Iterator[_Piece]:
    left = column.left + 140
    for element in elements:
        label = element.beside
        text = element.text
        if element.kind == "text" and ": " in text:
            label, text = text.split(": ", 1)
        inner = _Column(left, column.right, column.y)
        if label:
            yield _Piece(column.y, column.left, label)
        yield from inner._element(Element(element.kind, text, url=element.url))
        column.y = inner.y
