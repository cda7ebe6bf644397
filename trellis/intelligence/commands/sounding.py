"""How much two words sound alike."""

import re
from functools import lru_cache

_SAME = (
    (r"^(?:kn|gn|pn)", "n"),
    (r"^wr", "r"),
    (r"^x", "s"),
    (r"ph", "f"),
    (r"chr", "kr"),
    (r"igh|eigh", "i"),
    (r"gh", ""),
    (r"sch|sh|ch|tch", "S"),
    (r"ck|q|c(?![eiy])", "k"),
    (r"c", "s"),
    (r"z", "s"),
    (r"x", "ks"),
    (r"(?<!^)h", ""),
    (r"y(?=[aeiou])|(?<=^)y", "j"),
    (r"dge?(?=[iey])|^g(?=[ei])", "j"),
    (r"w(?=[^aeiou]|$)", ""),
    (r"v", "f"),
)
# Short forms of names, which nobody would call alike.
_SHORT = """
alex alexander, alex alexandra, andy andrew, ben benjamin, bill william, bob robert, charlie
charles, chris christopher, chris christina, dan daniel, dave david, ed edward, eddie edward, fred
frederick, greg gregory, jack john, jim james, joe joseph, jon jonathan, kate katherine, kathy
katherine, ken kenneth, liz elizabeth, maggie margaret, matt matthew, max maximilian, meg margaret,
mike michael, nick nicholas, pat patricia, pat patrick, pete peter, rick richard, rob robert, ron
ronald, sam samuel, sam samantha, steve steven, steve stephen, sue susan, ted edward, tim timothy,
tom thomas, tony anthony, will william
"""
_SAME_PERSON = frozenset(frozenset(pair.split()) for pair in _SHORT.split(","))
_SHORTEST = 3
_LONGEST = 40  # letters of a name
_VOWELS = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=4096)
def key_of(word: str) -> str:
    """Return a word's consonants as they sound, and whether it begins with a vowel: Sara and Sarah are sr."""
    for written, sound in _SAME:
        word = re.sub(written, sound, word)
    word = re.sub(r"(.)\1+", r"\1", word)
    return _VOWELS.sub("", re.sub(r"^[aeiouy]+", "A", word))


def likeness(one: str, other: str) -> float:
    """Return how alike two words are, from 0 to 1: by their letters, or more if they sound the same."""
    if one == other:
        return 1.0
    if frozenset((one, other)) in _SAME_PERSON:
        return 0.9
    if max(len(one), len(other)) > _LONGEST or not _begin_alike(one, other):
        return 0.0
    by_letters = jaro_winkler(one, other)
    # Of Tim and Tom the vowel is all that tells them apart.
    is_short = len(one) == len(other) <= _SHORTEST
    if key_of(one) == key_of(other) and by_letters >= 0.6 and not is_short:
        # What has one consonant alone sounds like too much.
        return max(by_letters, 0.95 if len(key_of(one)) > 1 else 0.88)
    return by_letters


def _begin_alike(one: str, other: str) -> bool:
    return one[:1] == other[:1] or key_of(one)[:1] == key_of(other)[:1]


def jaro_winkler(one: str, other: str) -> float:
    """Return the measure of that name: letters in common and in order, beginnings counting more."""
    jaro = _jaro(one, other)
    common = 0
    for left, right in zip(one[:4], other[:4], strict=False):
        if left != right:
            break
        common += 1
    return jaro + common * 0.1 * (1 - jaro)


def _jaro(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    reach = max(max(len(one), len(other)) // 2 - 1, 0)
    taken = [False] * len(other)
    left: list[str] = []
    for place, letter in enumerate(one):
        for near in range(max(0, place - reach), min(len(other), place + reach + 1)):
            if not taken[near] and other[near] == letter:
                taken[near] = True
                left.append(letter)
                break
    if not left:
        return 0.0
    right = [letter for letter, is_taken in zip(other, taken, strict=True) if is_taken]
    swapped = sum(mine != theirs for mine, theirs in zip(left, right, strict=True)) / 2
    shared = len(left)
    return (shared / len(one) + shared / len(other) + (shared - swapped) / shared) / 3
