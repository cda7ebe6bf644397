"""To whom a message goes, and its words, just as they were said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trellis.intelligence.commands.forms import KnownName, Match
from trellis.intelligence.commands.names import take_person
from trellis.intelligence.commands.small import NOT_NAMES
from trellis.intelligence.commands.taking import Sentence
from trellis.intelligence.commands.words import plain, words_of

_OPENERS = (
    r"^\W*(?:(?:hey|hi|hello|okay|ok|um|uh|so|please|now|and|then|soosh|assistant|"
    r"(?:can|could|would|will) you|i(?:'d| would) like(?: you)? to|i (?:want|need)(?: you)? to)\b[\s,.!]*)*"
)
_MESSAGE = r"(?:an? |the |another )?(?:new |short |quick )?(?:message|note|text|reply|answer|mail)"
_THAT = (
    r"(?:that|saying|saving|to say|and say|and tell \w{1,20}(?: that)?|back|the following)\b[\s,:]*"
    r"(?:that\b\s*)?"
)
_CONNECTED = rf"(?:\s*[:,;]\s*(?:{_THAT})?|\s+{_THAT})"
_NAME = r"(?P<name>[^\W\d_][\w'-]{0,40}(?:\s[^\W\d_][\w'-]{0,40}){0,3}?)"
_WORDS = r"(?P<words>\S.*)$"
_TO = r"(?:write|right)(?: to)?|reply(?: to)?|respond to|answer"
_SHAPES = tuple(
    re.compile(_OPENERS + shape, re.I | re.S)
    for shape in (
        rf"(?:send|write|right)\s+{_MESSAGE}\s+to\s+{_NAME}{_CONNECTED}{_WORDS}",
        rf"(?:send|write)\s+{_NAME},?\s+{_MESSAGE}{_CONNECTED}{_WORDS}",
        rf"(?:tell|message|text|inform|{_TO}),?\s+{_NAME}{_CONNECTED}{_WORDS}",
        rf"let\s+{_NAME}\s+know\b[\s,:]*(?:that\b\s*)?{_WORDS}",
        rf"say\s+(?P<words>\S.*?)\s+to\s+{_NAME}\W*$",
    )
)
_TO_ALONE = re.compile(
    rf"{_OPENERS}(?:(?:send|write|right)\s+{_MESSAGE}\s+to|tell|message|text|{_TO}|send)\s+(?P<rest>\S.*)$",
    re.I | re.S,
)
_LONGEST_NAME = 3


def message_in(text: str, names: Sequence[KnownName]) -> tuple[Match, str] | None:
    """Return to whom a message goes and its words ("" where none were said); None where none is sent."""
    said = plain(text)
    for shape in _SHAPES:
        found = shape.match(said)
        if found is None:
            continue
        person = _person(found["name"], names)
        if person is not None and (person.candidates or person.is_pronoun):
            return person, _as_written(found["words"])
    return _without_connection(said, names)


def _without_connection(said: str, names: Sequence[KnownName]) -> tuple[Match, str] | None:
    """Read "tell Sarah I am late": the name is as long as names that are known."""
    found = _TO_ALONE.match(said)
    if found is None:
        return None
    pieces = found["rest"].split()
    for number in range(min(_LONGEST_NAME, len(pieces)), 0, -1):
        person = _person(" ".join(pieces[:number]), names)
        if person is None or not (person.candidates or person.is_pronoun):
            continue
        if len(person.said.split()) < number and not person.is_pronoun:
            continue
        words = " ".join(pieces[number:])
        if re.fullmatch(_MESSAGE, words.strip(" .,!?"), re.I):
            words = ""
        return person, _as_written(words)
    first = " ".join(words_of(pieces[0]))
    return None if first in NOT_NAMES or not first.isalpha() else (Match(first), "")


def _person(said: str, names: Sequence[KnownName]) -> Match | None:
    """Return who is named by these words and no others."""
    words = words_of(said)
    if len(words) > _LONGEST_NAME + 1:
        return None
    person = take_person(Sentence(" ".join(["to", *words])), names)
    is_all = person is not None and (person.is_pronoun or len(person.said.split()) == len(words))
    return person if is_all else None


def _as_written(words: str) -> str:
    words = re.sub(r"^(?:that|saying)\s+", "", words.strip(" \"'“”,:;"), flags=re.I)
    return words[:1].upper() + words[1:]
