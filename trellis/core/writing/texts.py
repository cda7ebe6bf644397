"""What may be written into a line, and into a longer text: docs/decisions/addresses-and-names.md."""

import re
import unicodedata

_TURNS_LINES = "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates
_OVERRIDES = "\u202d\u202e"
_CONTROLS = "\x00-\x1f\x7f-\x9f\u2028\u2029"
_NONE = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_LINE_FAULTS = re.compile(
    f"(?P<break>[{_BREAKS}])|(?P<control>[{_CONTROLS}])|(?P<turn>[{_TURNS_LINES}])|(?P<none>[{_NONE}])"
)
_TEXT_FAULTS = re.compile(
    f"(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x9f])|(?P<turn>[{_OVERRIDES}])|(?P<none>[{_NONE}])"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SENTENCES = {
    "break": "Line breaks cannot stand here",
    "control": "Control characters cannot stand here",
    "turn": "Characters that turn the direction of writing cannot stand here",
    "none": "This has something that is no character",
}
# Letters are joined, held apart or broken at here by signs that do not show: Arabic, Indic, Khmer and others.
_JOINING = (
    "\u0600-\u109f\u1700-\u1cff\ua800-\uaaff\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
_PICTURES = "\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff"
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"  # of England, of Texas: a black one, and which
_STRAYS = re.compile(
    f"({_FLAG})|(?<![{_JOINING}])[\u200b\u200c\u180e]|(?<![{_JOINING}{_PICTURES}])\u200d"
    "|[\u00ad\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Letters and signs by their category, and yet nothing to be seen.
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")


class Unfit(ValueError):
    """The text cannot be kept; `sentence` says why and names the character."""

    def __init__(self, kind: str, character: str) -> None:
        self.kind, self.sentence = kind, f"{_SENTENCES[kind]} (U+{ord(character):04X})."
        super().__init__(self.sentence)


def one_line(text: str) -> str:
    """Return the text less spaces around it and signs that neither show nor join; "" if nothing shows.

    Raises Unfit for line breaks and other controls, and for what turns the direction of writing.
    """
    text = _STRAYS.sub(r"\1", text).strip()
    _refuse(_LINE_FAULTS, text)
    return text if shows(text) else ""


def many_lines(text: str) -> str:
    """Return the text with line feeds alone between its lines; "" if nothing shows.

    Raises Unfit for other controls, tabs aside, and for what overrides the direction of writing.
    """
    text = _LINE_ENDS.sub("\n", text)
    _refuse(_TEXT_FAULTS, text)
    return text if shows(text) else ""


def mended_line(text: str) -> str:
    """Return what can be kept of a line from elsewhere: a space stands for what `one_line` refuses."""
    return one_line(_LINE_FAULTS.sub(" ", text))


def mended_lines(text: str) -> str:
    """Return what can be kept of a text from elsewhere: what `many_lines` refuses is left out."""
    return many_lines(_TEXT_FAULTS.sub("", _LINE_ENDS.sub("\n", text))).strip()


def is_line(text: str) -> bool:
    """Tell whether this is a line in which something shows, with nothing to be taken off."""
    try:
        return bool(text) and one_line(text) == text
    except Unfit:
        return False


def shows(text: str) -> bool:
    """Tell whether there is anything to be seen."""
    return any(_is_visible(character) for character in text)


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] not in "ZM" and category not in ("Cc", "Cf", "Cs") and character not in _FILLERS


def _refuse(faults: re.Pattern[str], text: str) -> None:
    found = faults.search(text)
    if found is not None:
        raise Unfit(str(found.lastgroup), found[0])
