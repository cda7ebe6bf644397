"""A Word file to its lines: the document as accepted, its headers too; runs in a child process alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from trellis.core.files.papers.faults import Broken, Empty, OnlyPictures
from trellis.core.files.papers.layout import (
    MOST_LINES,
    MOST_LINKS,
    MOST_SIGNS,
    TAB,
    Hidden,
    Line,
    Link,
    Paper,
)
from trellis.core.files.papers.plain import tidied
from trellis.core.files.papers.word.looks import Look, Styles, W, looking, on_ground
from trellis.core.files.papers.word.paragraphs import Linked, Paragraph, joined
from trellis.core.files.papers.word.parts import Parts
from trellis.core.files.papers.word.wrappers import (
    MC,
    boxes_in,
    cells_of,
    is_a_row,
    one_of,
    rows_of,
    unwrapped,
)

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEADER = re.compile(r"word/header\d*\.xml")
_FOOTER = re.compile(r"word/(?:footer|footnotes|endnotes)\d*\.xml")
_FIELD = re.compile(r'HYPERLINK\s+"([^"]{1,2000})"')
# Words that were taken out, or moved from here; and what is no text at all.
_GONE = {
    f"{W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr", "sectPr", "tblPr")
}
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_LONGEST_URL = 2000


@dataclass
class _Written:
    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    signs: int = 0
    block: int = 0
    gap: float = 0.0


def read_word(content: bytes) -> Paper:
    """Return what a Word file says; raise a Fault."""
    parts = Parts(content)
    document = parts.xml("word/document.xml")
    if document is None:
        raise Broken
    reader = _Reader(Styles(parts.xml("word/styles.xml")))
    letterheads: set[str] = set()
    for name in [
        *sorted(filter(_HEADER.fullmatch, parts.names)),
        "word/document.xml",
        *sorted(filter(_FOOTER.fullmatch, parts.names)),
    ]:
        root = document if name == "word/document.xml" else parts.xml(name)
        said = "" if root is None else "".join(root.itertext())
        # The first page's header is often the same as that of the others.
        if root is not None and (said not in letterheads or root is document):
            letterheads.add(said)
            reader.read(root, _targets(parts, name))
    written = reader.written
    if not any(sign.isalnum() for line in written.lines for sign in line.text):
        has_pictures = any(name.startswith("word/media/") for name in parts.names)
        raise OnlyPictures if has_pictures else Empty
    return Paper(
        lines=tuple(written.lines[:MOST_LINES]),
        links=tuple(each for each in written.links[:MOST_LINKS] if each.line < MOST_LINES),
        hidden=tuple(written.hidden[:MOST_LINKS]),
        is_cut=written.signs >= MOST_SIGNS,
    )


def _targets(parts: Parts, name: str) -> dict[str, str]:
    folder, _, file = name.rpartition("/")
    root = parts.xml(f"{folder}/_rels/{file}.rels")
    if root is None:
        return {}
    return {
        each.get("Id", ""): each.get("Target", "")[:_LONGEST_URL]
        for each in root
        if each.get("TargetMode") == "External"
    }


class _Reader:
    """Reads one part after the other."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.written = _Written()
        self._targets: dict[str, str] = {}

    def read(self, root: Element, targets: dict[str, str]) -> None:
        """Read a part; `targets` are where its links lead."""
        self._targets = targets
        self._blocks(root, self.styles.usual)
        self.written.block += 1

    def _blocks(self, parent: Iterable[Element], ground: Look) -> None:
        for each in parent:
            if self.written.signs >= MOST_SIGNS or len(self.written.lines) >= MOST_LINES:
                return
            if each.tag == f"{W}p":
                self._paragraph(each, ground)
            elif each.tag == f"{W}tbl":
                self._table(each, ground)
            elif each.tag == f"{MC}AlternateContent":
                self._blocks(one_of(each), ground)
            elif each.tag not in _GONE:
                # What only wraps: content controls, insertions, the body.
                self._blocks(each, ground)

    def _paragraph(self, element: Element, ground: Look) -> None:
        read = self._read(element, ground)
        for line, links in self._lines(read):
            self._write(line, links, is_item=element.find(f"{W}pPr/{W}numPr") is not None)
        if not read.pieces:
            self.written.gap = 1.0
        for box in read.boxes:
            self.written.block += 1
            self._blocks(box, ground)
            self.written.block += 1

    def _read(self, element: Element, ground: Look) -> Paragraph:
        properties = element.find(f"{W}pPr")
        style = None if properties is None else properties.find(f"{W}pStyle")
        name = None if style is None else style.get(f"{W}val")
        look = on_ground(self.styles.applied(ground, name), properties)
        if self.styles.is_heading(name):
            look = looking(look, _BOLD)
        read = Paragraph()
        self._inside(element, look, read)
        return read

    def _inside(self, parent: Iterable[Element], look: Look, read: Paragraph) -> None:
        for each in parent:
            if each.tag == f"{W}r":
                self._run(each, look, read)
            elif each.tag == f"{W}hyperlink":
                start = read.length
                self._inside(each, look, read)
                if url := self._targets.get(each.get(f"{_R}id", ""), ""):
                    read.links.append((url, start, read.length))
            elif each.tag == f"{W}fldSimple":
                start = read.length
                self._inside(each, look, read)
                if found := _FIELD.search(each.get(f"{W}instr", "")):
                    read.links.append((found[1], start, read.length))
            elif each.tag == f"{MC}AlternateContent":
                self._inside(one_of(each), look, read)
            elif each.tag in _PICTURES:
                read.boxes += boxes_in(each)
            elif each.tag not in _GONE:
                self._inside(each, look, read)

    def _run(self, run: Element, look: Look, read: Paragraph) -> None:
        properties = run.find(f"{W}rPr")
        style = None if properties is None else properties.find(f"{W}rStyle")
        own = looking(self.styles.applied(look, None if style is None else style.get(f"{W}val")), properties)
        for each in run:
            if each.tag == f"{W}t":
                read.add(each.text or "", own)
            elif each.tag in _SIGNS:
                read.add(_SIGNS[each.tag], own)
            elif each.tag == f"{MC}AlternateContent":
                for inner in one_of(each):
                    read.boxes += boxes_in(inner)
            elif each.tag in _PICTURES:
                read.boxes += boxes_in(each)
            elif each.tag == f"{W}instrText" and (found := _FIELD.search(each.text or "")):
                read.opened = (found[1], read.length)
            elif each.tag == f"{W}fldChar" and each.get(f"{W}fldCharType") == "end" and read.opened:
                read.links.append((*read.opened, read.length))
                read.opened = None

    def _lines(self, read: Paragraph) -> Iterator[Linked]:
        """Yield the lines of a paragraph that somebody sees, each with its links; note what nobody sees."""
        start = 0
        texts: list[tuple[str, Look]] = []
        places: list[int] = [0]
        for text, look in read.pieces:
            why = look.why_unseen()
            if why is not None and (signs := sum(map(str.isalnum, text))):
                self.written.hidden.append(Hidden(why=why, page=1, signs=signs))
            for number, part in enumerate(text.split("\n")):
                if number:
                    yield joined(texts, [each for each in read.links if places[0] <= each[1] < start], read)
                    texts, places[0], start = [], start + 1, start + 1
                if why is None:
                    texts.append((part, look))
                start += len(part)
        yield joined(texts, [each for each in read.links if places[0] <= each[1] <= start], read)

    def _table(self, table: Element, ground: Look) -> None:
        ground = on_ground(ground, table.find(f"{W}tblPr"))
        for row in rows_of(table):
            cells = list(cells_of(row))
            self.written.block += 1
            if is_a_row(cells):
                self._row(cells, ground)
                continue
            for cell in cells:
                self._blocks(cell, on_ground(ground, cell.find(f"{W}tcPr")))
                self.written.block += 1
        self.written.block += 1

    def _row(self, cells: Sequence[Element], ground: Look) -> None:
        """Write cells that stand beside one another: their first lines as one, then what else is in them."""
        grounds = [on_ground(ground, cell.find(f"{W}tcPr")) for cell in cells]
        texts: list[Linked] = []
        rest: list[tuple[Element, Look]] = []
        later: list[Linked] = []
        for cell, own in zip(cells, grounds, strict=True):
            blocks = list(unwrapped(cell))
            paragraphs = [each for each in blocks if each.tag == f"{W}p"]
            if not paragraphs:
                rest += [(each, own) for each in blocks]
                continue
            lines = list(self._lines(self._read(paragraphs[0], own)))
            texts += lines[:1]
            later += lines[1:]
            rest += [(each, own) for each in blocks if each is not paragraphs[0]]
        self._write_beside(texts)
        for line, links in later:
            self._write(line, links, is_item=False)
        for each, own in rest:
            self._blocks([each], own)

    def _write_beside(self, texts: Sequence[Linked]) -> None:
        full = [(line, links) for line, links in texts if line.text]
        if not full:
            return
        start, moved, said = 0, [], []
        for line, links in full:
            moved += [(url, first + start, last + start) for url, first, last in links]
            said.append(line.text)
            start += len(line.text) + 1
        first = full[0][0]
        self._write(Line(TAB.join(said), size=first.size, is_bold=first.is_bold), moved, is_item=False)

    def _write(self, line: Line, links: list[tuple[str, int, int]], *, is_item: bool) -> None:
        written = self.written
        if not line.text:
            return
        bullet = "• " if is_item else ""
        for url, start, end in links:
            written.links.append(
                Link(tidied(url), len(written.lines), start + len(bullet), end + len(bullet))
            )
        written.lines.append(
            Line(
                text=bullet + line.text,
                size=line.size,
                is_bold=line.is_bold,
                gap=written.gap,
                block=written.block,
            )
        )
        written.signs += len(line.text)
        written.gap = 0.0


_BOLD = Element(f"{W}rPr")
_BOLD.append(Element(f"{W}b"))
