"""Letters as a search compares them: what a reader takes for the same letter is the same.

`fold` has a twin in PostgreSQL, the function `core_fold`, for what is searched where it stands.
docs/decisions/folding.md has what is folded and what is not.
"""

import unicodedata
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Lookup, Q, TextField

# Letters with no decomposition that those without them write otherwise, and what keyboards vary in.
_LETTERS = {"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ŋ": "n", "ə": "e", "ĸ": "k", "♯": "#"}
_ARABIC = {"\u06cc": "\u064a", "\u0649": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647"}
_APOSTROPHES = dict.fromkeys("\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u2018\u2019\u201b", "'")
_WRITTEN = _LETTERS | _ARABIC | _APOSTROPHES
# Tatweel, the joiner of graphemes, fillers of Hangul: they are seen by nobody.
_UNSEEN = frozenset("\u0640\u034f\u115f\u1160")
_VARIATION_SELECTORS = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
# Combining classes: of overlays, of Hebrew, Arabic and Syriac points, and all that are not of one script.
_OVERLAY, _POINTS, _FIRST_GENERAL = 1, range(10, 37), 200
_NAMED_BY = ("LATIN", "GREEK", "CYRILLIC")


def fold(text: str) -> str:
    """Return the text as a search compares it: without case, accents, width, and variants of letters.

    What PostgreSQL has no text for, NUL and lone surrogates, is a space.
    """
    if text.isascii():
        return text.lower().replace("\x00", " ")
    letters = map(_folded, unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", "".join(letters))


@lru_cache(maxsize=8192)
def _folded(sign: str) -> str:
    """Return what one sign, already decomposed, is compared as."""
    if sign == "\x00" or unicodedata.category(sign) == "Cs":
        return " "
    if _is_dropped(sign):
        return ""
    lower = sign.casefold()
    if lower != sign:
        return "".join(map(_folded, lower))
    digit = unicodedata.decimal(sign, None)
    return _WRITTEN.get(sign) or (_without_stroke(sign) if digit is None else str(digit))


def _is_dropped(sign: str) -> bool:
    """Tell whether a reader does without it: an accent, a vowel point; not the vowels of Indic scripts."""
    kind = unicodedata.combining(sign)
    if kind == _OVERLAY or kind in _POINTS or kind >= _FIRST_GENERAL:
        return True
    if sign in _UNSEEN or unicodedata.category(sign) in {"Cf", "Me"}:
        return True
    return any(first <= ord(sign) <= last for first, last in _VARIATION_SELECTORS)


def _without_stroke(sign: str) -> str:
    """Return the letter of which this one is a variant by its name: ł is L WITH STROKE; else the sign."""
    name, _, variant = unicodedata.name(sign, "").partition(" WITH ")
    if not variant or not name.startswith(_NAMED_BY):
        return sign
    try:
        return fold(unicodedata.lookup(name))
    except KeyError:
        return sign


@CharField.register_lookup
@TextField.register_lookup
class Holds(Lookup):
    """`name__holds="lodz"`: the text has this within it, both folded; what folds to nothing is in none."""

    lookup_name = "holds"

    def get_prep_lookup(self) -> str:
        """Return what is looked for, folded."""
        return fold(str(self.rhs))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison; `%`, `_` and `\\` are themselves."""
        if not self.rhs.strip():
            raise EmptyResultSet
        left, parameters = self.process_lhs(compiler, connection)
        pattern = f"%{connection.ops.prep_for_like_query(self.rhs)}%"
        return f"core_fold({left}) LIKE %s", (*parameters, pattern)


def held_by(text: str, *, fields: tuple[str, ...], most: int) -> Q:
    """Return that every word of `text`, the first `most` of them, is held by one of `fields`.

    No word is no condition; signs alone are a word.
    """
    condition = Q()
    for word in text.split()[:most]:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__holds": word})
        condition &= one
    return condition
