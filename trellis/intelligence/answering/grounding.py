"""Whether a text says anything that the facts do not: of names, numbers and dates, which are what misleads.

It is strict: what it is not sure of it refuses, and sentences of ours stand in place of the text.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

# Ends of sentences, also of items of a list.
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+|\S+@\S+|\bwww\.\S+", re.IGNORECASE)
_BEHIND = re.compile(r"[^\w/]+$")
# 1,200 and 14:30 and 2026-12-01 are one number each.
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", re.UNICODE)
# Words that may begin a sentence, or stand in capitals, and name nobody.
_COMMON_WORDS = """
    a about according after all also although an and another any apart are as ask at based be because
    before besides both but by can consider could do does each either everything first for from given
    had has have here how however i if in is it its keep let look make many may most much neither next
    no none not nothing now of on once only or other others otherwise our out over perhaps please read
    see several she should since so some still such tell than that the their them then there therefore
    these they this those though to together try under until we were what when where whether which while
    who whose why will with would yes yet you your yours
"""
_COMMON = frozenset(_COMMON_WORDS.split())
# The facts must have the same number, "this one" aside, which counts nothing.
_COUNTED = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty
"""
_NUMBERS = {word: str(number) for number, word in enumerate(_COUNTED.split()) if number != 1}
# The facts must have the same word, also where it has no capital.
_MEASURED_WORDS = """
    thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million dozen
    dozens half twice double triple quarter percent today tomorrow yesterday tonight minute minutes hour
    hours day days week weeks month months year years january february march april june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday
"""
_MEASURED = frozenset(_MEASURED_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Claims:
    """What of a stretch of text can be wrong."""

    names: frozenset[str]
    numbers: frozenset[str]


def grounded(text: str, facts: Sequence[str]) -> bool:
    """Tell whether all names, numbers and dates of a text are in the facts.

    The numbers of one sentence must stand together in one fact, with one of its names where it has any: so no
    number goes over to another row. What a text says of them beyond that nothing here can tell.
    """
    plain = _plain(text)
    known = [_known(_plain(fact)) for fact in facts]
    addresses = {address for fact in facts for address in _addresses(_plain(fact))}
    if not _addresses(plain) <= addresses:
        return False
    sentences = _SENTENCE.split(_ADDRESS.sub(" ", plain))
    return all(_is_grounded(_claims(each), known) for each in sentences if each.strip())


def _is_grounded(claims: _Claims, facts: Collection[_Claims]) -> bool:
    if not claims.names <= {name for fact in facts for name in fact.names}:
        return False
    if not claims.numbers:
        return True
    return any(
        claims.numbers <= fact.numbers and not (claims.names and claims.names.isdisjoint(fact.names))
        for fact in facts
    )


def _known(fact: str) -> _Claims:
    """Return all words and numbers of a fact: any of them may be said again."""
    words = {word.casefold() for word in _WORD.findall(fact)}
    numbers = _numbers(fact) | {_NUMBERS[word] for word in words if word in _NUMBERS}
    parts = {part for word in words for part in re.split(r"['’-]", word)}
    return _Claims(frozenset(words | parts | {_bare(word) for word in words}), frozenset(numbers))


def _claims(sentence: str) -> _Claims:
    """Return what a sentence of the text says: its names, and its numbers, also those in words."""
    names, numbers = set(), set(_numbers(sentence))
    for word in _WORD.findall(sentence):
        folded = word.casefold()
        if folded in _NUMBERS:
            numbers.add(_NUMBERS[folded])
        elif folded in _MEASURED or (_is_name(word) and folded not in _COMMON):
            names.add(_bare(folded))
    return _Claims(frozenset(names), frozenset(numbers))


def _is_name(word: str) -> bool:
    """Tell whether a word may name something: it has a capital, or its script has none."""
    return any(not sign.islower() for sign in word if sign.isalpha())


def _bare(folded: str) -> str:
    """Return a name without what makes it a possessive."""
    return re.sub(r"['’]s?$", "", folded)


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.sub(r",(?=\d{3}\b)", "", number) for number in _NUMBER.findall(text))


def _addresses(text: str) -> set[str]:
    return {_BEHIND.sub("", found) for found in _ADDRESS.findall(text)}


def _plain(text: str) -> str:
    """Return a text without signs that nobody sees, with digits and letters in one form."""
    whole = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.decimal(sign)) if unicodedata.decimal(sign, None) is not None else sign
        for sign in whole
        if unicodedata.category(sign) != "Cf"
    )
