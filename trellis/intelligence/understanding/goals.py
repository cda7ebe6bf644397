"""What somebody wants to reach, in their own words."""

import re
from collections.abc import Sequence

from trellis.intelligence.understanding.heard import Answer, Heard
from trellis.intelligence.understanding.sentences import plain, said_sentences, trimmed

ASKED_AT = 3
_MOST = 10
_OPENS = re.compile(
    r"\b(?:i|we)(?:'m|'d|\s+am|\s+would|\s+do|\s+really|\s+also|\s+just|\s+mostly|\s+eventually|\s+think|\s+mainly){0,4}\s+"
    r"(?:want(?:ed)?|like|love|hope|hoping|plan(?:ning)?|intend|wish|aim(?:ing)?|trying|dream(?:ing)?|need|going)\s+"
    r"(?:to|of|for|on)\s+(?:be\s+able\s+to\s+)?|\bmy\s+(?:\w+\s+)?(?:goal|dream|aim|plan|hope|target|ambition)s?\s+(?:is|are|"
    r"would\s+be)\s+(?:to\s+)?|\bmy\s+(?:goal|dream|aim)s?\s*:\s*(?:to\s+)?",
    re.I,
)
# Whatever was asked: what somebody would "like" is told of many things.
_STRONG = re.compile(r"\b(?:goal|dream|aim|ambition)|\b(?:become|career|job|start\s+(?:a|my))\b", re.I)
_DREAM = re.compile(r"\bmy\s+(?:\w+\s+)?(?:goal|dream|aim|ambition)s?\b", re.I)
_NOTHING = re.compile(
    r"^\W*(?:i\s+)?(?:don't|do\s+not|dont|not?)\s+(?:know|really|sure|idea|have|yet)\b|^\W*(?:no|none|nothing|not\s+sure|no\s+idea|"
    r"idk|dunno|n/?a|hm+|well|um+|good\s+question|yes|hello|hi|thanks?|let\s+me\s+think)(?:\s+(?:yet|really|at\s+all))?\W*$",
    re.I,
)
_HEDGE = re.compile(
    r"^\W*(?:(?:i'm\s+|i\s+am\s+)?not\s+(?:really\s+|quite\s+|entirely\s+)?sure(?:\s+yet)?|i\s+think|i\s+guess|maybe|perhaps|"
    r"probably|possibly|honestly|well|hm+|but|and|also)\b[\s,:-]*",
    re.I,
)
_TO = re.compile(
    r"^\W*(?:(?:want|hope|hoping|dream(?:ing)?|plan(?:ning)?|aim(?:ing)?)\s+)?(?:to|of)\s+", re.I
)
_MOST_WORDS_BEFORE = 6


def goals(answers: Sequence[Answer]) -> tuple[Heard, ...]:
    """Return what somebody wants: what they answered when asked, else what they said of it elsewhere."""
    asked = [answer for answer in answers if answer.step == ASKED_AT]
    found = [heard for answer in asked for heard in _of_answer(answer, asked=True)]
    others = [answer for answer in answers if answer.step != ASKED_AT]
    return tuple(found or (heard for answer in others for heard in _of_answer(answer, asked=False)))[:_MOST]


def _of_answer(answer: Answer, *, asked: bool) -> list[Heard]:
    heard = []
    for sentence in said_sentences(answer.text):
        goal = _of_sentence(sentence, asked=asked, step=answer.step)
        if goal:
            heard.append(Heard(goal[:1].upper() + goal[1:], answer.step, sentence))
    return heard


def _of_sentence(sentence: str, *, asked: bool, step: int) -> str:
    sentence = _unhedged(sentence)
    text = plain(sentence)
    if not text or _NOTHING.search(text):
        return ""
    opener = _OPENS.search(text)
    if opener and len(text[: opener.start()].split()) <= _MOST_WORDS_BEFORE:
        if asked or _DREAM.search(opener[0]) or (step < ASKED_AT and _STRONG.search(text)):
            return trimmed(sentence[opener.end() :])
        return ""
    return trimmed(_TO.sub("", sentence)) if asked else ""


def _unhedged(sentence: str) -> str:
    while hedge := _HEDGE.match(plain(sentence)):
        sentence = sentence[hedge.end() :]
    return sentence
