"""A sentence as plain words: small letters, numbers in digits, nothing of how it was written down."""

import re
import unicodedata

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    "fourty": 40,
    "oh": 0,
}
_ORDINALS = {
    **dict(
        zip(
            ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
            range(1, 11),
            strict=True,
        )
    ),
    **dict(
        zip(
            ["eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"],
            range(11, 17),
            strict=True,
        )
    ),
    **dict(
        zip(
            ["seventeenth", "eighteenth", "nineteenth", "twentieth", "thirtieth"],
            (17, 18, 19, 20, 30),
            strict=True,
        )
    ),
}
_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "\u00a0": " "})
_HALF_OF_DAY = re.compile(r"\b([ap])\s?\.?\s?m\b\.?")
_TOKEN = re.compile(r"[$€£]?\d+(?:[:.]\d{2})?(?:st|nd|rd|th)?(?![\d])|[a-z]+(?:'[a-z]+)*")


def plain(text: str) -> str:
    """Return a text with one kind of apostrophe, hyphen and blank."""
    return " ".join(text.translate(_PLAIN).split())


def folded(text: str) -> str:
    """Return a text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", plain(text).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """Return the words of a sentence; numbers stand in digits: 45, 4:45, 12.50, $50, 15th."""
    low = folded(text)
    low = re.sub(r"(\d),(\d{3})\b", r"\1\2", low)
    low = _HALF_OF_DAY.sub(r" \1m ", low)
    low = re.sub(r"\b(\d{1,2})(am|pm)\b", r"\1 \2", low)
    low = low.replace("o'clock", "oclock").replace("o clock", "oclock")
    return list(_in_digits([re.sub(r"'s$|s'$", "", word) for word in _TOKEN.findall(low)]))


def _in_digits(words: list[str]) -> list[str]:
    done: list[str] = []
    place = 0
    while place < len(words):
        word, after = words[place], words[place + 1] if place + 1 < len(words) else ""
        place += 1
        if word in ("a", "one") and after == "hundred":
            done.append("100")
            place += 1
        elif word in _VALUES and _VALUES[word] >= 20 and 0 < _VALUES.get(after, 0) < 10:
            done.append(str(_VALUES[word] + _VALUES[after]))
            place += 1
        elif word in _VALUES and _VALUES[word] >= 20 and 0 < _ORDINALS.get(after, 0) < 10:
            done.append(f"{_VALUES[word] + _ORDINALS[after]}th")
            place += 1
        elif word in _VALUES:
            done.append(str(_VALUES[word]))
        elif word in _ORDINALS:
            done.append(f"{_ORDINALS[word]}th")
        else:
            done.append(re.sub(r"(?<=\d)(?:st|nd|rd)$", "th", word))
    return _with_hundreds(done)


def _with_hundreds(words: list[str]) -> list[str]:
    """Return the words with "2 hundred and 50" as 250."""
    said = " ".join(words)
    said = re.sub(r"\b([2-9]) hundred\b", r"\g<1>00", said)
    return re.sub(
        r"\b([1-9]00)(?: and)? (\d{1,2})\b(?![:.])", lambda found: str(int(found[1]) + int(found[2])), said
    ).split()
