"""What somebody cares for."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile, zip_longest

from trellis.intelligence.understanding.heard import Answer, Heard
from trellis.intelligence.understanding.names import doing, is_act, items, sentence_case
from trellis.intelligence.understanding.sentences import (
    is_against,
    is_of_others,
    is_order,
    plain,
    said_sentences,
)

ASKED_AT = 1
_MOST = 30
_MOST_BARE_WORDS = 6
_ADVERBS = (
    r"(?:also|really|very|most(?:ly)?|quite|super|so|always|just|truly|absolutely|do|particularly|especially|"
    r"deeply|pretty)"
)
# Strong enough whatever was asked.
_STRONG = (
    rf"\bi(?:'m|\s+am|'ve\s+been|\s+have\s+been)\s+(?:{_ADVERBS}\s+){{0,4}}(?:passionate\s+about|fascinated\s+by|"
    r"obsessed\s+with|crazy\s+about|in\s+love\s+with)|\bmy\s+(?:\w+\s+)?passions?\s+(?:is|are|lies?\s+in)|"
    r"\bmy\s+passions?\s*:|\bpassionate\s+about"
)
_WEAKER = (
    rf"\b(?:i(?:'m|\s+am|'ve\s+(?:always\s+)?been|\s+have\s+(?:always\s+)?been)\s+)?(?:{_ADVERBS}\s+){{0,4}}"
    r"(?:interested\s+in|keen\s+on|fond\s+of|curious\s+about|excited\s+(?:about|by)|drawn\s+to|into(?=\s)|"
    r"an?\s+(?:\w+\s+)?(?:fan|lover)\s+of)|"
    rf"\bi(?:'ve)?\s+(?:have\s+)?(?:{_ADVERBS}\s+){{0,4}}(?:loved?|liked?|enjoy(?:ed)?|adored?|care\s+about|"
    r"(?:want(?:ed)?|would\s+(?:love|like))\s+to\s+(?:learn|study|explore)(?:\s+about)?)(?=\s)|"
    r"\bi\s+(?:\w+ly\s+|just\s+)?want(?=\s+to\s+(?!become|be|get|have|earn|find)\w)|\bbut\s+(?:really\s+|i\s+){0,4}(?:love|like|enjoy)(?=\s)|"
    r"\bi'd\s+(?:love|like)\s+to\s+(?:learn|study|explore)(?:\s+about)?|"
    r"\bmy\s+(?:\w+\s+)?(?:hobb(?:y|ies)|interests?)\s+(?:is|are|include)|\bmy\s+(?:hobb(?:y|ies)|interests?)\s*:|"
    r"\bwhat\s+i\s+(?:\w+\s+)?(?:love|like|enjoy)(?:\s+most)?\s+is"
)
_OPENS_ANYWHERE = re.compile(_STRONG, re.I)
_OPENS = re.compile(f"{_STRONG}|{_WEAKER}", re.I)
_AGAINST_FROM = re.compile(
    r"\b(?:(?:i(?:'m|\s+am)?\s+)?(?:do\s+not|don't|dont|not|never|no\s+longer|hate|dislike|can't\s+stand|"
    r"cannot\s+stand|wouldn't|didn't|avoid|neither|am\s+not|isn't|aren't)\b)",
    re.I,
)
_TALKS = re.compile(
    r"\b(?:i|you|we|he|she|they|it's|that's|there's|i'm|i've|i'd|is|are|was|were|am|me|him|her|us|them)\b",
    re.I,
)


def passions(answers: Sequence[Answer]) -> tuple[Heard, ...]:
    """Return what somebody cares for, in their order, each once."""
    found: dict[str, Heard] = {}
    for answer in answers:
        for sentence in said_sentences(answer.text):
            if is_of_others(sentence):
                continue
            for name in _of_sentence(sentence, asked=answer.step == ASKED_AT):
                value = sentence_case(name)
                found.setdefault(value.casefold(), Heard(value, answer.step, sentence))
    return tuple(found.values())[:_MOST]


def _of_sentence(sentence: str, *, asked: bool) -> Iterator[str]:
    text = plain(sentence)
    openers = list((_OPENS if asked else _OPENS_ANYWHERE).finditer(text))
    first = openers[0].start() if openers else len(text)
    if asked:
        yield from _bare(_liked(sentence[:first]))
    for opener, following in zip_longest(openers, openers[1:]):
        if not opener[0].lower().startswith("but") and is_against(_lead(text, opener.start())):
            continue
        listed = sentence[opener.end() : following.start() if following else None]
        yield from _named(_liked(listed))


def _lead(text: str, end: int) -> str:
    """Return the words just before an opener: those that deny it."""
    return " ".join(re.split(r"[,;]|\bbut\b", text[:end], flags=re.I)[-1].split()[-3:])


def _liked(listed: str) -> str:
    """Return a list as far as it is of what somebody likes."""
    against = _AGAINST_FROM.search(plain(listed))
    return re.sub(r"[\s,]+(?:and|but|or)?\s*$", "", listed[: against.start()] if against else listed)


def _bare(listed: str) -> Iterator[str]:
    """Yield what is merely listed, up to a piece that tells something: with that it is no list any more."""
    pieces = takewhile(lambda name: not _TALKS.search(name), items(listed))
    yield from (name for name in pieces if len(name.split()) <= _MOST_BARE_WORDS and not is_order(name))


def _named(listed: str) -> Iterator[str]:
    is_verb = bool(re.match(r"\s*to\s+\w", listed))
    for place, name in enumerate(items(re.sub(r"^\s*to\s+", "", listed))):
        bare = re.sub(r"^to\s+", "", name)
        if _TALKS.search(bare) or is_order(bare):
            continue
        yield doing(bare) if bare != name or (is_verb and (not place or is_act(bare, maybe=True))) else bare
