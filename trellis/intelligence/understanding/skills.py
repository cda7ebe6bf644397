"""What somebody can do, and how well they say so."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from trellis.intelligence.understanding.heard import Answer, Heard
from trellis.intelligence.understanding.labels import labelled
from trellis.intelligence.understanding.levels import level_in, without_levels
from trellis.intelligence.understanding.names import cleaned, doing, is_act, items, title_case
from trellis.intelligence.understanding.sentences import (
    clauses,
    is_against,
    is_of_others,
    is_order,
    plain,
    said_sentences,
    trimmed,
)

ASKED_AT = 2
_MOST = 50
_MOST_WORDS = 5
_I = (
    r"\bi(?:'m|'ve|\s+am|\s+have|\s+can|\s+could|\s+also|\s+just|\s+really){0,4}"
    r"(?:\s+(?:been|also|really|mostly|often|currently)){0,4}\s+"
)
_PAST = re.compile(r"\bi\s+used\s+to\s+(?:be\s+(?:good\s+at\s+|able\s+to\s+)?)?", re.I)
_ABLE = re.compile(
    rf"{_I}(?:know(?:\s+how\s+to)?|speak|play|use|used|code\s+in|program\s+in|work(?:ed|ing)?\s+(?:with|in|as)|"
    r"been\s+(?:doing|playing|using|learning)|do|doing|done|playing|played|using|learning|learnt|learned|studied|studying|taught|"
    r"teach|practi[cs]ed?|write|write\s+in|understand)\s+|\bi\s+can\s+(?:also\s+|already\s+)?",
    re.I,
)
# What a name is not begun or ended with.
_JOINS = (
    r"i\s+guess|i\s+think|i\s+suppose|i'd\s+say|to\s+be\s+honest|honestly|maybe|probably|currently|so\s+far|"
    r"at\s+(?:the\s+moment|work|school|home)|now|already|only|just|really|mostly|still|though|pretty\s+much|level|"
    r"skills?|experience|knowledge|would|say|am|was|be|been|have|had|do|did|get|got|feel|my|current|is|it's|"
    r"users?|consider\s+myself|myself|i(?:'m|'ve|'d)?|at|with|in|of|to|for|as|and|but|also|well|so|it|that|this|doing|has"
)
_AT_START = re.compile(rf"^\s*(?:{_JOINS})(?![\w'])\s*", re.I)
_AT_END = re.compile(rf"(?<![\w'])(?:{_JOINS})\s*$", re.I)
_DOER = re.compile(r"(?<=\w{3})(?:er|or|ist)$")
_NO_NAME = frozenset({"well", "ok", "okay", "great", "strong"})
_DID = re.compile(
    r"\b(?:built|build|made|make|worked|work|working|used|use|using|created|create|wrote|designed|developed|"
    r"launched|ran|run|led|managed|taught|know|certified|trained|experience)\b",
    re.I,
)
_TELLS = re.compile(r"\b(?:i|it|my|you|is|was|are)\b", re.I)
_ALL = re.compile(r"(?:^|[-:,]\s*)(?:all|both|each|everything)\b", re.I)
_ANYTHING = re.compile(r"\b(?:everything|anything|all|every)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    level: str | None
    clause: str


def skills(answers: Sequence[Answer], known: Collection[str]) -> tuple[Heard, ...]:
    """Return what somebody can do, each once, with the level that they said first."""
    heard: dict[str, Heard] = {}
    for answer in answers:
        for found in _of_answer(answer, known):
            value = title_case(found.name)
            before = heard.get(value.casefold())
            if before is None or (before.level is None and found.level is not None):
                heard[value.casefold()] = Heard(value, answer.step, found.clause, found.level)
    return tuple(_without_doers(heard))[:_MOST]


def _without_doers(heard: dict[str, Heard]) -> Iterator[Heard]:
    """Yield what was heard but a photographer where photography is there, which has the level of either."""
    doers = {doer: deed for doer in heard if (deed := next(filter(heard.get, _deeds(doer)), None))}
    for name, each in heard.items():
        if name not in doers:
            said = (heard[doer] for doer, deed in doers.items() if deed == name)
            level = next((one for one in said if one.level), None) if each.level is None else None
            yield Heard(each.value, level.step, level.quote, level.level) if level else each


def _deeds(doer: str) -> Iterator[str]:
    """Yield the names that what a person is called by may have."""
    stem = _DOER.sub("", doer)
    if stem != doer:
        yield from (f"{stem}{ending}" for ending in ("ing", "y", "", "ment", "o"))


def _of_answer(answer: Answer, known: Collection[str]) -> Iterator[_Found]:
    for sentence in said_sentences(answer.text):
        yield from _leveled(list(_of_sentence(sentence, answer, known)), sentence)


def _of_sentence(sentence: str, answer: Answer, known: Collection[str]) -> Iterator[_Found]:
    before: _Found | None = None
    for clause in _parts(sentence):
        found = list(_of_clause(clause, answer, known, before))
        yield from found
        before = found[-1] if found else None


def _parts(sentence: str) -> Iterator[str]:
    """Yield the clauses; what is joined in one, and has levels of its own each, apart."""
    for clause in clauses(sentence):
        joined = re.split(r"\s+and\s+", clause)
        yield from joined if all(level_in(plain(each)) for each in joined) else [clause]


def _of_clause(
    clause: str, answer: Answer, known: Collection[str], before: _Found | None
) -> Iterator[_Found]:
    """Yield what a clause says of skills: what it names, at the level that it says."""
    text = plain(clause)
    if is_order(clause) or is_of_others(clause):
        return
    said = level_in(text)
    if is_against(text) and not (said and text[said.start :].lower().startswith("not ")):
        return
    level = said.level if said else None
    asked = answer.step == ASKED_AT
    if past := _PAST.search(text):
        yield from (_Found(doing(name), None, clause) for name in _names(text[past.end() :]))
    elif able := _ABLE.search(text):
        yield from (
            _Found(_done(name, text, able), level, clause)
            for name in _names(without_levels(text)[able.end() :])
        )
    elif said and asked:
        yield from _with_level(clause, text, level, answer)
    elif asked:
        yield from _without_level(clause, text, known, before)


def _with_level(clause: str, text: str, level: str | None, answer: Answer) -> Iterator[_Found]:
    """Yield what a level is said of: what the clause names, else what was asked about."""
    names = _names(without_levels(text))
    if names:
        yield from (_Found(_as_done(name, text), level, clause) for name in names)
    elif (
        answer.about and text.lower() not in _NO_NAME and not _ANYTHING.search(text) and not _says_more(text)
    ):
        yield _Found(answer.about, level, clause)


def _without_level(clause: str, text: str, known: Collection[str], before: _Found | None) -> Iterator[_Found]:
    """Yield what a list goes on with, and what is known as a skill of what somebody did."""
    if _DID.search(text):
        yield from (_Found(name, None, clause) for name in labelled(text, known))
        return
    for name in items(text):
        is_name = not _TELLS.search(name) and len(name.split()) <= _MOST_WORDS
        if is_name and (before is not None or name.lower() in known):
            yield _Found(name, before.level if before else None, clause)


def _leveled(found: list[_Found], sentence: str) -> Iterator[_Found]:
    """Yield what was found, at the level that the sentence says of all of it, where it does."""
    last = clauses(sentence)[-1]
    said = level_in(plain(last)) if _ALL.search(last) else None
    for each in found:
        yield each if each.level or said is None else _Found(each.name, said.level, sentence)


def _names(text: str) -> list[str]:
    """Return what a text names, whose levels are blank."""
    names = [name for piece in re.split(r"\s{3,}", text) for name in items(_bare(piece))]
    return [name for name in names if len(name.split()) <= _MOST_WORDS and cleaned(name)]


def _bare(text: str) -> str:
    """Return a piece of a clause without who speaks, and without what merely joins at its ends."""
    while (shorter := trimmed(_AT_END.sub("", _AT_START.sub("", text)))) != text:
        text = shorter
    return text


def _says_more(text: str) -> bool:
    """Tell whether a clause that names no skill has words that are about something else."""
    return any(len(_bare(piece).split()) > 1 for piece in re.split(r"\s{3,}", without_levels(text)))


def _done(name: str, text: str, able: re.Match[str]) -> str:
    """Return what somebody does who "can paint", where a verb follows."""
    is_verb = re.search(r"\b(?:can|how\s+to)\s+(?:also\s+|already\s+)?$", text[: able.end()], re.I)
    return doing(name) if is_verb else name


def _as_done(name: str, text: str) -> str:
    """Return what somebody does who "took care of dogs"; a name that no "I" stands before is one already."""
    if is_act(name):
        return doing(name)
    return (
        doing(name) if re.search(rf"\bi\s+(?:\w+ly\s+)?{re.escape(name.split()[0])}\b", text, re.I) else name
    )
