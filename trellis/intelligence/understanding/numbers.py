"""Numbers as people say them."""

import re

_WORDS = {
    "half a": 0.5,
    "half an": 0.5,
    "an": 1,
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "a couple of": 2,
    "a couple": 2,
    "couple of": 2,
}
_LONGEST_FIRST = sorted(_WORDS, key=len, reverse=True)
NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d)?|{'|'.join(word.replace(' ', chr(92) + 's+') for word in _LONGEST_FIRST)})"


def number(said: str) -> float:
    """Return the number that was said, one that NUMBER finds."""
    word = " ".join(said.lower().split())
    return float(_WORDS[word]) if word in _WORDS else float(re.sub(",", ".", word))


def shown(value: float) -> str:
    """Return a number without needless decimals."""
    return f"{value:g}"
