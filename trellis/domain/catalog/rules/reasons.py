"""Why something was found for a question: in words that are true, or not at all."""

import re
from collections.abc import Iterable

# The nearest is always there, also of nonsense: 200 made-up words came to 0.38 at most.
NEAR = 0.4
# Somewhat further off is what shares a word with the question.
NEAR_WITH_A_WORD = 0.3
_MOST_WORDS = 4
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?[+#]*")
_ENDINGS = ("ings", "ing", "ers", "er", "ies", "es", "ed", "s", "y", "e")
_SHORTEST_STEM = 3
# What a question is made of, and says nothing of what it is about.
_EMPTY = """
a about after all also always am an and any are as ask at be become been begin beginner beginners being
best better but by can cannot could course courses day did do does doing don easy enough every
everything few find first for from gain get getting give giving go good got great had has have having
help her here him his how i if improve in into is it its just know learn learning lesson lessons let
like little looking lot love make making many may me mentor more most much must my myself need needs new
nice not now of off on one or other our out own people person please really show so some someone
something start starting step still study take taking teach tell than that the their them then there
these they thing things think this those time times to together too try trying understand up us use used
using very want wants was way ways we well were what when where which while who why will wish with
without work working would year years you your
"""
_AGAINST = """
no not never without hate dislike avoid quit stop against don't doesn't can't won't isn't
"""
_EMPTY_WORDS, _WORDS_AGAINST = frozenset(_EMPTY.split()), frozenset(_AGAINST.split())


def shared_words(question: str, texts: Iterable[str]) -> list[str]:
    """Return the words of a question, as it has them, that the texts have too; none that says nothing."""
    there = {_stem(word) for text in texts for word in _words(text)}
    shared = (word for word in _words(question) if word not in _EMPTY_WORDS and _stem(word) in there)
    return list(dict.fromkeys(shared))[:_MOST_WORDS]


def is_near(score: float, words: list[str]) -> bool:
    """Tell whether something of this score, with these words of the question, is an answer to it."""
    return score >= (NEAR_WITH_A_WORD if words else NEAR)


def reason(question: str, *, words: list[str], nearest: str) -> str:
    """Say why something was found: by the words that it shares with the question, else by its nearest phrase.

    Who asks against something has no interest in it that we could name.
    """
    if not words:
        return f"Close in meaning to “{nearest}”"
    named = _listed(words)
    if _WORDS_AGAINST.isdisjoint(_words(question)):
        return f"Matches your interest in {named}"
    return f"Speaks of {named}"


def says_something(question: str) -> bool:
    """Tell whether there is a word in it, in whatever script."""
    return bool(_WORD.search(question))


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _listed(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
