"""What somebody can do, and how well they say so."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from trellis.intelligence.understanding.heard import Answer, Heard
from trellis.intelligence.understanding.labels import labelled
from trellis.intelligence.understanding.levels import level_in, without_levels
from trellis.intelligence.understanding.names import cleaned, doing, items, title_case
from trellis.intelligence.understanding.sentences import clauses, is_against, plain, said_sentences

ASKED_AT = 2
_MOST = 50
_MOST_WORDS = 5
_I = r"\bi(?:'m|'ve|\s+am|\s+have|\s+can|\s+could|\s+also|\s+just|\s+really)*(?:\s+(?:been|also|really|mostly|often|currently))*\s+"
_PAST = re.compile(r"\bi\s+used\s+to\s+(?:be\s+(?:good\s+at\s+|able\s+to\s+)?)?", re.I)
_ABLE = re.compile(
    rf"{_I}(?:know(?:\s+how\s+to)?|speak|play|use|used|code\s+in|program\s+in|work(?:ed|ing)?\s+(?:with|in|as)|"
    r"been\s+(?:doing|playing|using|learning)|do|doing|playing|using|learning|learnt|learned|studied|studying|taught|"
    r"teach|practi[cs]ed?|write|write\s+in|understand)\s+|\bi\s+can\s+(?:also\s+|already\s+)?",
    re.I,
)
_SUBJECT = re.compile(
    r"^(?:and\s+|but\s+|also\s+|well\s+|so\s+)*(?:i(?:'m|'ve|'d)?(?:\s+(?:am|have|was|would|do|only|just|been|say|think|guess|"
    r"consider\s+myself|feel|also|still|really|currently|probably|already|got|had|am\s+at))*|my\s+(?:current\s+)?(?:skill\s+)?"
    r"levels?\s+(?:is|in|of)|it's|at|with|in|as|to|of|and|level)\b\s*",
    re.I,
)
_LEFT = re.compile(
    r"\b(?:i\s+guess|i\s+think|i\s+suppose|i'd\s+say|to\s+be\s+honest|honestly|maybe|probably|currently|so\s+far|"
    r"at\s+(?:the\s+moment|work|school|home)|now|already|only|just|really|mostly|still|though|pretty\s+much|level|"
    r"skills?|experience|knowledge|would\s+say|i\s+(?:only|just|have|am|do)|'m|'d|at|with|in|of|to|for|as|and|i|it)\b",
    re.I,
)
_NO_NAME = frozenset({"well", "ok", "okay", "great", "strong"})
_DID = re.compile(
    r"\b(?:built|build|made|make|worked|work|working|used|use|using|created|create|wrote|designed|developed|"
    r"launched|ran|run|led|managed|taught|know|certified|trained|experience)\b",
    re.I,
)
_ALL = re.compile(r"^\W*(?:all|both|each|everything)\b", re.I)


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
    return tuple(heard.values())[:_MOST]


def _of_answer(answer: Answer, known: Collection[str]) -> Iterator[_Found]:
    for sentence in said_sentences(answer.text):
        yield from _leveled(list(_of_sentence(sentence, answer, known)), sentence)


def _of_sentence(sentence: str, answer: Answer, known: Collection[str]) -> Iterator[_Found]:
    before: _Found | None = None
    for clause in clauses(sentence):
        found = list(_of_clause(clause, answer, known, before))
        yield from found
        before = found[-1] if found else None


def _of_clause(
    clause: str, answer: Answer, known: Collection[str], before: _Found | None
) -> Iterator[_Found]:
    """Yield what a clause says of skills: what it names, at the level that it says."""
    text = plain(clause)
    said = level_in(text)
    if is_against(text) and not (said and text[said.start :].lower().startswith("not ")):
        return
    level = said.level if said else None
    asked = answer.step == ASKED_AT
    if past := _PAST.search(text):
        yield from (_Found(doing(name), None, clause) for name in _names(text[past.end() :]))
    elif able := _ABLE.search(text):
        yield from (
            _Found(_done(name, text, able), level, clause) for name in _names(without_levels(text)[able.end() :])
        )
    elif said and asked:
        yield from _with_level(clause, text, level, answer)
    elif asked:
        yield from _without_level(clause, text, known, before)


def _with_level(clause: str, text: str, level: str | None, answer: Answer) -> Iterator[_Found]:
    """Yield what a level is said of: what the clause names, or what was asked about where it names nothing."""
    names = _names(_bare(without_levels(text)))
    if names:
        yield from (_Found(name, level, clause) for name in names)
    elif answer.about and text.lower() not in _NO_NAME and not _ALL.match(text) and not _says_more(text):
        yield _Found(answer.about, level, clause)


def _without_level(
    clause: str, text: str, known: Collection[str], before: _Found | None
) -> Iterator[_Found]:
    """Yield what a list goes on with, and what is known as a skill of what somebody did."""
    if _DID.search(text):
        yield from (_Found(name, None, clause) for name in labelled(text, known))
        return
    for name in items(text):
        if before is not None or name.lower() in known:
            if not re.search(r"\b(?:i|it|my|you|is|was|are)\b", name, re.I) and len(name.split()) <= _MOST_WORDS:
                yield _Found(name, before.level if before else None, clause)


def _leveled(found: list[_Found], sentence: str) -> Iterator[_Found]:
    """Yield what was found, at the level that the sentence says of all of it, where it does."""
    last = clauses(sentence)[-1]
    said = level_in(plain(last)) if _ALL.match(last) else None
    for each in found:
        yield each if each.level or said is None else _Found(each.name, said.level, sentence)


def _bare(text: str) -> str:
    """Return a clause without who speaks, and without what merely joins."""
    return _LEFT.sub(lambda found: " " * len(found[0]), _SUBJECT.sub("", text))


def _names(text: str) -> list[str]:
    pieces = re.split(r"\s{3,}", text)
    names = [name for piece in pieces for name in items(piece)]
    return [name for name in names if len(name.split()) <= _MOST_WORDS and cleaned(name)]


def _says_more(text: str) -> bool:
    """Tell whether a clause that names no skill has words that are about something else."""
    return len(_bare(without_levels(text)).split()) > 1


def _done(name: str, text: str, able: re.Match[str]) -> str:
    """Return what somebody does who "can paint", where a verb follows."""
    is_verb = re.search(r"\b(?:can|how\s+to)\s+(?:also\s+|already\s+)?$", text[: able.end()], re.I)
    return doing(name) if is_verb else name
