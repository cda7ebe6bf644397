"""What a criterion asks for, taken from its words: terms, how long, which language and how well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from trellis.core.files.papers.headings import folded
from trellis.intelligence.ranking.wording.tokens import tokens, wanted
from trellis.intelligence.resumes.words.tongues import LEVELS, TONGUES

Term = tuple[str, ...]  # words that stand together
_COUNTS = {
    word: number
    for number, words in enumerate(
        (
            *("one ein eine einem un uno una", "two zwei dos", "three drei tres", "four vier cuatro"),
            *("five fünf cinco", "six sechs seis", "seven sieben siete", "eight acht ocho"),
            *("nine neun nueve", "ten zehn diez"),
        ),
        1,
    )
    for word in words.split()
}
_LONG = re.compile(
    rf"(?:(?:at\s+least|minimum(?:\s+of)?|min\.?|mindestens|mind\.|al\s+menos|mínimo|more\s+than|over|über)\s+)?"
    rf"(?<![\w.])(\d{{1,2}}|{'|'.join(_COUNTS)})\s*\+?(?:\s*(?:-|–|to|bis|a)\s*\d{{1,2}})?\s*\+?\s*(?:or\s+more\s+)?"
    r"(years?|yrs?|jahren?|jährige[nr]?|años?|سنوات|سنة|months?|monaten?|mes(?:es)?|أشهر)(?!\w)['’]?",
    re.IGNORECASE,
)
_ALL = re.compile(r"\s*[,;]\s+|\s+(?:and|und|sowie|y|e|plus|و)\s+|\s+[&+]\s+", re.IGNORECASE)
_ANY = re.compile(r"\s+(?:or|oder|o|bzw\.?|أو)\s+|\s+/\s+", re.IGNORECASE)
_KENNTNISSE = re.compile(r"(?<=\w\w\w\w)kenntnissen?$")
_WORD = re.compile(r"[^\s,;()\[\]\"„“”]+")
# A dot before a word belongs to it: .NET.
_EDGES = re.compile(r"^[\s,:;–-]+|[\s.,:;–-]+$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BARE = """
at least minimum min max more than over under about approximately years year of experience experiences
experienced in
with using use the a an and or to for on as by from your you we our is are be being will must should can
have has having
knowledge knowledgeable working work strong solid good very great excellent outstanding proven
demonstrated
demonstrable proficiency proficient familiar familiarity understanding ability able skill skills required
requirement
essential desirable preferred nice background expertise expert hands professional practical deep thorough
sound basic
advanced fluent fluency relevant similar equivalent comparable including include such e.g i.e etc level
track record
plus senior junior mid ideally previous prior some any other first class sense
mindestens jahre jahren jahr jahrige erfahrung erfahrungen berufserfahrung praxis mit im in der die das
den dem des von
vom zur zum und oder gute guter gutes gut sehr fundierte sichere sicherer sicheren kenntnisse kenntnissen
kenntnis
umgang als fur bei auf eine einen einer ein sowie idealerweise wunschenswert nachgewiesene abgeschlossene
abgeschlossenes abgeschlossener erste mehrjahrige fliessend verhandlungssicher
al menos minimo anos ano experiencia experiencias con en de del la el los las un una unos y o e buen
buena buenos nivel
alto dominio manejo conocimiento conocimientos solidos demostrable imprescindible
خبرة خبره سنوات سنة في من معرفة إجادة لا تقل عن على الأقل جيد جيدة و أو
"""


def _bare_words() -> frozenset[str]:
    return frozenset(word for said in _BARE.split() for word in tokens(said))


_STOPS = _bare_words()
_OF_TONGUES = """
language languages speaker speaking spoken written writing speak reading skills knowledge mother tongue in
wort schrift sprache sprachkenntnisse idioma hablado escrito اللغة لغة
"""
_SPEAKING = frozenset(map(folded, _OF_TONGUES.split()))


@dataclass(frozen=True, slots=True)
class Wish:
    """One of the things that a criterion asks for: any of `terms`, or a language at a level."""

    said: str
    terms: tuple[Term, ...]
    language: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a criterion asks for: every wish, and for how many months, 0 where it does not say."""

    wishes: tuple[Wish, ...]
    months: int
    whole: Term
    meaning: str


@lru_cache(maxsize=4096)
def asked_by(text: str) -> Asked:
    """Return what a criterion asks for."""
    long = _LONG.search(text)
    rest = _LONG.sub(" ", text)
    parts = [rest] if _language(rest) else [part for part in _ALL.split(rest) if part.strip()]
    wishes = tuple(wish for part in parts if (wish := _wish(part)))
    if not wishes and not long:
        # Nothing but words that carry others: then these are what is asked for.
        wishes = (Wish(text.strip(), (tuple(wanted(text)),)),)
    whole = tuple(word for wish in wishes for term in wish.terms[:1] for word in term)
    return Asked(wishes, _months(long), whole, _meaning(rest) or text.strip())


def _months(long: re.Match[str] | None) -> int:
    if long is None:
        return 0
    count = int(long[1]) if long[1].isdigit() else _COUNTS[long[1].lower()]
    return count * (1 if long[2].lower().startswith(("mon", "mes", "أشهر")) else 12)


def _wish(part: str) -> Wish | None:
    said = _EDGES.sub("", " ".join(part.split()))
    if language := _language(said):
        return Wish(said, (), *language)
    terms = tuple(term for each in _ANY.split(said) if (term := _term(each)))
    return Wish(_content(said) or said, terms) if terms else None


def _term(said: str) -> Term:
    content = _content(said)
    return tuple(word for word in wanted(content) if not _YEAR.fullmatch(word)) if content else ()


def _content(said: str) -> str:
    """Return the words of a text that say something by themselves."""
    kept = [word for word in _WORD.findall(said) if not _is_bare(word)]
    return _EDGES.sub("", " ".join(kept))


def _is_bare(word: str) -> bool:
    if word.isupper() or not word.strip(".,:;-–"):
        # "IT" is no "it"; a mark alone says nothing.
        return not word.strip(".,:;-–")
    return all(token in _STOPS for token in tokens(word))


def _meaning(text: str) -> str:
    return _content(text) if len(text.split()) > 1 else text.strip()


def _language(said: str) -> tuple[str, str] | None:
    """Return the language and the level that a text asks for, None where it asks for more than that."""
    words = [_KENNTNISSE.sub("", word) for word in folded(said).split()]
    names = list(_named(words, TONGUES))
    if len(names) != 1:
        return None
    start, end, name = names[0]
    rest = words[:start] + words[end:]
    level = next((word.upper() for word in rest if re.fullmatch(r"[abc][12]", word)), "")
    level = level or next((value for _, _, value in _named(rest, LEVELS)), "")
    levels = {word for known in LEVELS for word in known.split()}
    others = [
        word
        for word in rest
        if word not in levels and word not in _SPEAKING and not all(each in _STOPS for each in tokens(word))
    ]
    return None if others else (name, level)


def _named(words: Sequence[str], table: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield from where to where a name of a table goes, and its value; the longest ones."""
    place = 0
    while place < len(words):
        for end in range(min(place + 4, len(words)), place, -1):
            if value := table.get(" ".join(words[place:end])):
                yield place, end, value
                place = end - 1
                break
        place += 1
