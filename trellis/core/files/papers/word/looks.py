"""How words of a Word file look, by their own properties and the styles that they have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from trellis.core.files.papers.layout import Concealed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_STYLES_DEEP = 20
_SMALLEST = 2.0
_WHITE = {"FFFFFF", "FEFEFE", "FDFDFD", "FCFCFC"}


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody sees of words."""

    size: float = 11.0
    is_bold: bool = False
    colour: str = ""
    is_vanished: bool = False
    is_shaded: bool = False  # on a ground that is not white

    def why_unseen(self) -> Concealed | None:
        """Return why nobody sees them, None where they are seen."""
        if self.is_vanished:
            return Concealed.INVISIBLE
        if self.size < _SMALLEST:
            return Concealed.SIZE
        return Concealed.COLOUR if self.colour in _WHITE and not self.is_shaded else None


class Styles:
    """The styles of a file, by their names."""

    def __init__(self, root: Element | None) -> None:
        found = () if root is None else root.iter(f"{W}style")
        self._styles: Mapping[str, Element] = {each.get(f"{W}styleId", ""): each for each in found}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.usual = looking(Look(), defaults)
        normal = next((each for each in self._styles.values() if _is_normal(each)), None)
        if normal is not None:
            self.usual = looking(self.usual, normal.find(f"{W}rPr"))

    def applied(self, look: Look, name: str | None) -> Look:
        """Return a look with that of a style over it, and of those that the style is based on."""
        chain: list[Element] = []
        while name and name in self._styles and len(chain) < _MOST_STYLES_DEEP:
            chain.append(self._styles[name])
            name = _value(self._styles[name].find(f"{W}basedOn"))
        for style in reversed(chain):
            if not _is_normal(style):
                look = looking(_shaded(look, style.find(f"{W}pPr")), style.find(f"{W}rPr"))
        return look

    def is_heading(self, name: str | None) -> bool:
        """Tell whether a style is one of headings."""
        return bool(name) and str(name).lower().startswith(
            ("heading", "title", "berschrift", "ttulo", "titre")
        )


def looking(look: Look, properties: Element | None) -> Look:
    """Return a look changed by the properties of a run."""
    if properties is None:
        return look
    look = _shaded(look, properties)
    changes: dict[str, object] = {}
    for each in properties:
        name = each.tag.removeprefix(W)
        if name == "b":
            changes["is_bold"] = _is_on(each)
        elif name in {"vanish", "webHidden"}:
            changes["is_vanished"] = _is_on(each) and name == "vanish"
        elif name == "color":
            changes["colour"] = "" if each.get(f"{W}themeColor") else (_value(each) or "").upper()
        elif name == "sz" and (_value(each) or "").isdecimal():
            changes["size"] = int(str(_value(each))[:5]) / 2
        elif name == "highlight" and _value(each) not in {"white", "none"}:
            changes["is_shaded"] = True
    return replace(look, **changes)  # type: ignore[arg-type]


def _shaded(look: Look, properties: Element | None) -> Look:
    shade = None if properties is None else properties.find(f"{W}shd")
    if shade is None:
        return look
    fill = (shade.get(f"{W}fill") or "auto").upper()
    return replace(look, is_shaded=bool(shade.get(f"{W}themeFill")) or fill not in {"AUTO", *_WHITE})


def on_ground(look: Look, properties: Element | None) -> Look:
    """Return a look on the ground that a paragraph, cell or table has, where that says one."""
    return _shaded(look, properties)


def _is_normal(style: Element) -> bool:
    return style.get(f"{W}default") == "1" and style.get(f"{W}type") == "paragraph"


def _value(element: Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")


def _is_on(element: Element) -> bool:
    return _value(element) not in {"0", "false", "off", "none"}
