"""Resumes as Word files, written part by part: columns by tables, text boxes with their fallback, headers."""

import io
import zipfile
from xml.sax.saxutils import escape

from tests.intelligence.resumes.people import Element, Written, headings_of

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def word_file(body: str, *, header: str = "", links: tuple[str, ...] = (), **parts: str) -> bytes:
    """Return a Word file of this body; `links` are those with the ids l0, l1, …."""
    out = io.BytesIO()
    rels = "".join(
        f'<Relationship Id="l{number}" Type="{_LINKS}" Target="{escape(url)}" TargetMode="External"/>'
        for number, url in enumerate(links)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {
            "[Content_Types].xml": _TYPES,
            "word/document.xml": f"<w:document {_SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{rels}</Relationships>',
            "word/_rels/header1.xml.rels": f'<Relationships xmlns="{package}">{rels}</Relationships>',
            **({"word/header1.xml": f"<w:hdr {_SPACES}>{header}</w:hdr>"} if header else {}),
            **parts,
        }.items():
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def paragraph(*runs: str, properties: str = "") -> str:
    """Return a paragraph."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return words."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def text_box(inner: str) -> str:
    """Return a text box as Word writes it: twice."""
    box = f"<w:txbxContent>{inner}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def drawn(written: Written) -> bytes:
    """Return the Word file."""
    headings = headings_of(written)
    parts = {
        name: [_heading(headings[name]), *map(_element, elements)]
        for name, elements in {**written.parts, "contact": written.contact}.items()
    }
    name = paragraph(run(written.name, '<w:b/><w:sz w:val="40"/>')) + paragraph(run(written.headline))
    line = paragraph(run(" | ").join(map(_words, written.contact)))

    def put(*names: str) -> str:
        return "".join(each for name in names for each in parts[name])

    header = ""
    if written.layout == "one column":
        # The letterhead is another part of the file.
        if written.number % 4 == 1:
            header, body = name + line, put("summary", "jobs", "education", "skills", "languages", "other")
        else:
            body = name + line + put("summary", "skills", "jobs", "education", "languages", "other")
    elif written.layout == "two columns":
        left, right = put("skills", "languages", "education"), put("summary", "jobs")
        body = name + line + _columns(left, right)
    elif written.layout == "sidebar":
        body = _columns(
            put("contact", "skills", "languages"), name + put("summary", "jobs", "education", "other")
        )
    elif written.layout == "text boxes":
        boxes = text_box(put("contact")) + text_box(put("skills", "languages"))
        body = name + paragraph(boxes) + put("summary", "jobs", "education")
    else:
        body = name + "".join(
            _heading(headings[part]) + _table(written.contact if part == "contact" else written.parts[part])
            for part in ("contact", "jobs", "education", "skills", "languages")
        )
    return word_file(body, header=header, links=(written.link,))


def _heading(text: str) -> str:
    return paragraph(run(text, '<w:b/><w:sz w:val="26"/>'))


def _element(element: Element) -> str:
    if element.kind == "row":
        beside = f"<w:r><w:tab/></w:r>{run(element.beside)}" if element.beside else ""
        return paragraph(run(element.text, "<w:b/>"), beside)
    if element.kind == "point":
        return paragraph(
            run(element.text), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        )
    return paragraph(_words(element))


def _words(element: Element) -> str:
    return f'<w:hyperlink r:id="l0">{run(element.text)}</w:hyperlink>' if element.url else run(element.text)


def _columns(left: str, right: str) -> str:
    cells = "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in (left, right))
    return f"<w:tbl><w:tblPr/><w:tr>{cells}</w:tr></w:tbl>"


def _table(elements: list[Element]) -> str:
    rows: list[tuple[str, str]] = []
    for element in elements:
        label, colon, value = element.text.partition(": ")
        if element.kind == "row":
            rows.append((paragraph(run(element.beside)), paragraph(run(element.text, "<w:b/>"))))
        elif element.kind == "text" and colon:
            rows.append((paragraph(run(label)), paragraph(run(value))))
        elif rows:
            rows[-1] = (rows[-1][0], rows[-1][1] + _element(element))
        else:
            rows.append((paragraph(), _element(element)))
    cells = "".join(
        f"<w:tr><w:tc><w:tcPr/>{left}</w:tc><w:tc><w:tcPr/>{right}</w:tc></w:tr>" for left, right in rows
    )
    return f"<w:tbl><w:tblPr/>{cells}</w:tbl>"
