"""Resumes set by Typst: columns, tables, sidebars and boxes as people make them there."""

import functools
from pathlib import Path

import typst

from tests.intelligence.resumes.people import Element, Written, headings_of

_LEFT = ("contact", "skills", "languages")
_FONTS = "Noto Sans", "Noto Sans Arabic"


@functools.cache
def _fonts() -> list[str]:
    from django.conf import settings

    return [str(Path(settings.MODELS_DIR) / "manimgx_fonts")]


def drawn(written: Written) -> bytes:
    """Return the PDF."""
    source = "\n".join([_head(written), _page(written)])
    made = typst.Compiler(input=source.encode(), font_paths=_fonts(), ignore_system_fonts=True).compile(
        format="pdf", timestamp=0
    )
    assert isinstance(made, bytes)
    return made


def _head(written: Written) -> str:
    direction = ", dir: rtl" if written.language == "ar" else ""
    fonts = ", ".join(f'"{font}"' for font in _FONTS)
    return (
        '#set page(paper: "a4", margin: 48pt)\n'
        f'#set text(font: ({fonts}), size: 10pt, lang: "{written.language}"{direction}, hyphenate: true)\n'
        "#set par(justify: true)\n"
    )


def _page(written: Written) -> str:
    layout = {
        "one column": _one,
        "two columns": _two,
        "table": _table,
        "sidebar": _sidebar,
        "text boxes": _boxes,
    }[written.layout]
    return layout(written, _parts(written))


def _parts(written: Written) -> dict[str, str]:
    headings = headings_of(written)
    parts = {name: _part(headings[name], elements) for name, elements in written.parts.items()}
    parts["contact"] = _part(headings["contact"], written.contact)
    parts["name"] = f'#text(size: 20pt, weight: "bold")[{_(written.name)}]\n\n{_(written.headline)}\n'
    separator = " | " if written.number % 2 else " · "
    parts["line"] = "\n\n" + _(separator).join(map(_linked, written.contact)) + "\n"
    return parts


def _part(heading: str, elements: list[Element]) -> str:
    return (
        f'\n#text(size: 12pt, weight: "bold")[{_(heading)}]\n\n' + "\n\n".join(map(_element, elements)) + "\n"
    )


def _element(element: Element) -> str:
    if element.kind == "row":
        return f"*{_(element.text)}* #h(1fr) #box[{_(element.beside)}]"
    if element.kind == "point":
        return f"- {_(element.text)}"
    return _linked(element)


def _linked(element: Element) -> str:
    return f'#link("{element.url}")[{_(element.text)}]' if element.url else _(element.text)


def _(text: str) -> str:
    return f"#({_quoted(text)})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _one(written: Written, parts: dict[str, str]) -> str:
    order = ["summary", "jobs", "education", "skills", "languages", "other"]
    if written.number % 3 == 0:
        order = ["summary", "skills", "jobs", "education", "languages", "other"]
    return parts["name"] + parts["line"] + "".join(parts[name] for name in order)


def _two(written: Written, parts: dict[str, str]) -> str:
    left = "".join(parts[name] for name in ("skills", "languages", "education", "other"))
    right = parts["summary"] + parts["jobs"]
    return (
        parts["name"] + parts["line"] + f"\n#grid(columns: (35%, 1fr), gutter: 24pt, [{left}], [{right}])\n"
    )


def _sidebar(written: Written, parts: dict[str, str]) -> str:
    side = "".join(parts[name] for name in _LEFT)
    main = "".join(parts[name] for name in ("name", "summary", "jobs", "education", "other"))
    return (
        "#set page(margin: 0pt)\n#set text(hyphenate: false)\n#grid(columns: (33%, 1fr), "
        f'block(fill: rgb("#22334a"), width: 100%, height: 100%, inset: 24pt)'
        f"[#set text(fill: white)\n{side}], "
        f"block(inset: 28pt)[{main}])\n"
    )


def _boxes(written: Written, parts: dict[str, str]) -> str:
    """Place boxes on the page in another order than they are read."""
    side = "right" if written.number % 2 else "left"
    other = "left" if side == "right" else "right"
    small = "".join(parts[name] for name in ("contact", "skills", "languages"))
    main = "".join(parts[name] for name in ("summary", "jobs", "education"))
    return (
        f"#place(top + {other}, dy: 70pt, block(width: 60%)[{main}])\n"
        f"#place(top + {side}, dy: 70pt, block(width: 34%)[{small}])\n"
        f"#place(top + left, block(width: 100%)[{parts['name']}])\n"
    )


def _table(written: Written, parts: dict[str, str]) -> str:
    """Write what things are, or when they were, beside them."""
    headings = headings_of(written)
    rows: list[str] = [parts["name"], "\n"]
    for name in ("contact", "jobs", "education", "skills", "languages"):
        elements = written.contact if name == "contact" else written.parts[name]
        rows.append(f'\n#text(size: 12pt, weight: "bold")[{_(headings[name])}]\n')
        rows.append(f"#table(columns: (28%, 1fr), stroke: none, {', '.join(_cells(elements))})\n")
    return "".join(rows)


def _cells(elements: list[Element]) -> list[str]:
    cells: list[str] = []
    right: list[str] = []
    left = ""

    def flush() -> None:
        if right:
            cells.extend([f"[{left}]", "[" + "\n\n".join(right) + "]"])

    for element in elements:
        label, colon, value = element.text.partition(": ")
        if element.kind == "row" or (element.kind == "text" and (colon or not right or not left)):
            flush()
            left = _(element.beside) if element.kind == "row" else _(label if colon else "")
            said = element.text if element.kind == "row" or not colon else value
            right = [_linked(Element("text", said, url=element.url))]
        else:
            right.append(_element(element))
    flush()
    return cells
