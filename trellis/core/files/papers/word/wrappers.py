"""What only wraps in a Word file: one of two renderings, text boxes, content controls, rows and cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from trellis.core.files.papers.word.looks import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def one_of(alternate: Element) -> Sequence[Element]:
    """Return what lies in one of several renderings of the same thing."""
    for name in ("Choice", "Fallback"):
        for each in alternate.findall(f"{MC}{name}"):
            if any(inner.tag in {f"{W}t", f"{W}drawing", f"{W}pict"} for inner in each.iter()):
                return list(each)
    return ()


def boxes_in(drawing: Element) -> Iterator[Element]:
    """Yield the text boxes of a drawing, once each, not those inside them."""
    for each in drawing:
        if each.tag == f"{W}txbxContent":
            yield each
        elif each.tag == f"{MC}AlternateContent":
            for inner in one_of(each):
                yield from boxes_in(inner)
        else:
            yield from boxes_in(each)


def rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows of a table that were not deleted."""
    for each in table:
        if each.tag == f"{W}tr":
            if each.find(f"{W}trPr/{W}del") is None:
                yield each
        elif each.tag in _WRAPPERS:
            yield from rows_of(each)


def cells_of(row: Element) -> Iterator[Element]:
    """Yield the cells of a row."""
    for each in row:
        if each.tag == f"{W}tc":
            yield each
        elif each.tag in _WRAPPERS:
            yield from cells_of(each)


def unwrapped(cell: Element) -> Iterator[Element]:
    """Yield paragraphs and tables of a cell, those in content controls too."""
    for each in cell:
        if each.tag in {f"{W}p", f"{W}tbl"}:
            yield each
        elif each.tag in _WRAPPERS:
            yield from unwrapped(each)


_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo")}


def is_a_row(cells: Sequence[Element]) -> bool:
    """Tell a row of a table from columns that a table only holds beside one another."""
    if len(cells) < 2:
        return False
    counts = [sum(1 for each in unwrapped(cell) if _has_text(each)) for cell in cells]
    return min((count for count in counts if count), default=0) <= 1


def _has_text(element: Element) -> bool:
    return any((each.text or "").strip() for each in element.iter(f"{W}t"))
