"""In which direction, and as which language, a text is set: by its own letters, whatever stands around it."""

import unicodedata
from dataclasses import dataclass

_RIGHT_TO_LEFT = {"R", "AL"}
# What the first letter of this kind says. Of Han letters alone nobody can tell whose they are.
_LANGUAGES = (
    ("HIRAGANA", "ja"),
    ("KATAKANA", "ja"),
    ("HANGUL", "ko"),
    ("CJK", "zh"),
    ("ARABIC", "ar"),
    ("HEBREW", "he"),
    ("GREEK", "el"),
    ("CYRILLIC", "ru"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """A text as data of a document: what it says, the way it runs, and a language that has such letters."""

    text: str
    direction: str
    language: str

    def as_data(self) -> dict[str, str]:
        """Return it as JSON has it."""
        return {"text": self.text, "dir": self.direction, "lang": self.language}


def written(text: str) -> Written:
    """Return a text with the direction of its first letter that has one, and a language of its letters."""
    kinds = [unicodedata.bidirectional(sign) for sign in text]
    strong = next((kind for kind in kinds if kind in {"L", *_RIGHT_TO_LEFT}), "L")
    names = {unicodedata.name(sign, "").partition(" ")[0] for sign in text if sign.isalpha()}
    language = next((code for word, code in _LANGUAGES if word in names), "en")
    return Written(text, "rtl" if strong in _RIGHT_TO_LEFT else "ltr", language)
