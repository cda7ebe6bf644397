"""Which categories somebody names outright: "Technology" is Tech & Digital Innovation."""

import re

_WORD = re.compile(r"[^\W\d_]{3,}")
_SHORTEST_BEGINNING = 4


def is_named(category: str, *, interest: str) -> bool:
    """Tell whether an interest of one word is a word of the category's name, or one begins as the other."""
    words = _WORD.findall(interest.casefold())
    return len(words) == 1 and any(_are_one(words[0], word) for word in _WORD.findall(category.casefold()))


def _are_one(one: str, other: str) -> bool:
    shorter, longer = sorted((one.removesuffix("s"), other.removesuffix("s")), key=len)
    return shorter == longer or (len(shorter) >= _SHORTEST_BEGINNING and longer.startswith(shorter))
