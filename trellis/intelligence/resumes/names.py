"""What the person is called: the largest line at the top that could be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trellis.core.files.papers.headings import folded
from trellis.core.files.papers.layout import TAB, Line
from trellis.core.files.papers.plain import first_word
from trellis.intelligence.resumes.found import Found, Name, Span
from trellis.intelligence.resumes.sections import heading_of
from trellis.intelligence.resumes.text import Text, bullet_of
from trellis.intelligence.resumes.words.work import employs, is_place, works_as

_TITLES = frozenset(
    [
        "curriculum vitae",
        "curriculum",
        "lebenslauf",
        "tabellarischer lebenslauf",
        "resume",
        "cv",
        "hoja de vida",
        "bewerbung",
        "currículum",
        "curriculum vitae cv",
        "résumé",
        "سيرة ذاتية",
        "السيرة الذاتية",
        "my resume",
        "personal resume",
        "application",
        "bewerbungsunterlagen",
    ]
)
_FOLDED_TITLES = frozenset(map(folded, _TITLES))
_LABEL = re.compile(
    r"^(?:name|full name|vor- und (?:zu|nach)name|nombre(?: completo)?|nombre y apellidos|nom|"
    r"الاسم(?: الكامل)?)\s*[:：\t]\s*",
    re.I,
)
_HEADED = re.compile(
    r"^(?:curriculum vitae|lebenslauf|resume|cv|السيرة الذاتية)\s*(?:of|von|de|[:–—-])?\s+(?=\S)", re.I
)
_DEGREE = (
    r"(?:ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|m\.?a|b\.?a|m\.?eng|b\.?eng|mba|bba|ll\.?m|ll\.?b|dipl\.?[\s-]?\w{0,8}|mag|rn|bsn|msn|"
    r"cpa|pmp|esq|jr|sr|ii|iii|m\.?b\.?a|d\.?phil|ed\.?d|cfa|acca|pe|frcs)\.?"
)
_AFTER = re.compile(rf"(?:\s*[,،|(/]\s*{_DEGREE}\)?)+$", re.IGNORECASE)
_BARE_AFTER = re.compile(r"\s+(?:PhD|Ph\.D\.?|MD|M\.D\.|MBA|M\.?Sc\.?|B\.?Sc\.?|CPA|PMP|RN|Jr\.?|Sr\.?)$")
_BEFORE = re.compile(
    r"^(?:(?:prof|dr|mr|mrs|ms|miss|mx|herr|frau|sr|sra|srta|d|dña|don|doña|ing|lic|dipl|mag|eng|م|د|أ|السيد|السيدة|الدكتور|المهندس)\b"
    r"\.?(?:-?(?:ing|inf|kfm|psych|phil|med|rer|nat|jur|h\.?c)\b\.?)*\s+)+",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "de",
        "del",
        "della",
        "di",
        "da",
        "das",
        "dos",
        "do",
        "du",
        "des",
        "der",
        "den",
        "ter",
        "ten",
        "te",
        "la",
        "las",
        "los",
        "le",
        "lo",
        "al",
        "el",
        "bin",
        "bint",
        "ibn",
        "ben",
        "abu",
        "af",
        "av",
        "y",
        "e",
        "'t",
        "mac",
        "st.",
        "san",
    ]
)
_WORD = re.compile(r"^[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?$|^[^\W\d_]\.$")
_MOST_WORDS, _TOP = 7, 12
_SPANISH = frozenset(
    [
        "experiencia",
        "educacion",
        "formacion",
        "idiomas",
        "habilidades",
        "perfil",
        "competencias",
        "datos",
        "estudios",
    ]
)


def name_in(text: Text, *, before: int, emails: tuple[Found, ...]) -> Name | None:
    """Return who it is; `before` is the line of the first heading. None where no line could be a name."""
    best: tuple[float, int, Span] | None = None
    for number, span, is_called in _candidates(text, before):
        score = _score(text, number, span, before, emails) + (3 if is_called else 0)
        if best is None or score > best[0]:
            best = (score, number, span)
    if best is None or best[0] < 0.5:
        return None
    said = text.text[slice(*best[2])]
    certainty = min(0.97, 0.5 + 0.12 * best[0])
    return _name(said, best[2], certainty=certainty, family=2 if _is_spanish(text) else 1)


def _candidates(text: Text, before: int) -> Iterator[tuple[int, Span, bool]]:
    """Yield lines that could be a name: where that stands, and whether it is called one."""
    tops = [
        number
        for number, line in enumerate(text.lines)
        if number < before + 3 or _begins_column(text.lines, number)
    ]
    for number in tops[: 3 * _TOP]:
        line = text.lines[number].text
        start = text.starts[number]
        if label := _LABEL.match(line):
            rest = line[label.end() :].split(TAB)[0]
            if _could_be(rest):
                yield number, (start + label.end(), start + label.end() + len(rest)), True
            continue
        at = 0
        for part in line.split(TAB):
            shown = part.split(" | ")[0]
            headed = _HEADED.match(shown)
            begin = headed.end() if headed and _could_be(shown[headed.end() :]) else 0
            if _could_be(shown[begin:]):
                yield number, (start + at + begin, start + at + len(shown)), False
            at += len(part) + 1


def _begins_column(rows: Sequence[Line], number: int) -> bool:
    return (
        any(
            number - back >= 0
            and (number - back == 0 or rows[number - back].block != rows[number - back - 1].block)
            for back in range(3)
        )
        and rows[number].page == 1
    )


def _could_be(said: str) -> bool:
    bare = _stripped(said)
    words = bare.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(bare) > 70 or folded(bare) in _FOLDED_TITLES:
        return False
    if bullet_of(said) or heading_of(bare) is not None or not all(map(_WORD.match, words)):
        return False
    large = [word for word in words if word.casefold() not in _PARTICLES]
    return (
        bool(large) and all(not word[0].islower() for word in large) and any(len(word) > 1 for word in large)
    )


def _stripped(said: str) -> str:
    """Return a name without degrees and forms of address."""
    bare = _BARE_AFTER.sub("", _AFTER.sub("", said.strip()))
    return _BEFORE.sub("", bare).strip(" ,،")


def _score(text: Text, number: int, span: Span, before: int, emails: tuple[Found, ...]) -> float:
    line = text.lines[number]
    said = _stripped(text.text[slice(*span)])
    usual = sorted(each.size for each in text.lines)[len(text.lines) // 2]
    score = min(2.5, 2.5 * (line.size / max(usual, 1) - 1)) + (0.4 if line.is_bold else 0)
    score += 1.0 if number == 0 else 0.6 if number < min(before, 4) else 0.0
    words = [folded(word) for word in said.split()]
    score += 0.6 if 2 <= len(words) <= 5 else 0.0
    boxes = " ".join(folded(found.value.split("@")[0]) for found in emails)
    score += 0.5 * sum(1 for word in words if len(word) > 2 and word in boxes)
    if works_as(said) > 0:
        score -= 1.5
    if employs(said) > 0 or is_place(said):
        score -= 1.5
    return score - (1.0 if number >= before and line.size <= usual * 1.15 else 0.0)


def _name(said: str, span: Span, *, certainty: float, family: int) -> Name:
    bare = _stripped(said)
    start = span[0] + said.find(bare)
    place = (start, start + len(bare))
    shown = _cased(bare)
    first, last = _split(shown, family)
    return Name(Found(shown, (place,), certainty), first, last)


def _cased(name: str) -> str:
    """Return a name that stands in capitals as it is written elsewhere."""
    if name != name.upper() or name == name.lower():
        return name
    words = name.split()
    return " ".join(
        word.lower() if place and word.casefold() in _PARTICLES and place < len(words) - 1 else _capital(word)
        for place, word in enumerate(words)
    )


def _capital(word: str) -> str:
    return "".join(
        part.capitalize() if part.isalpha() else part for part in re.split(r"([-'’.])", word.lower())
    )


def _is_spanish(text: Text) -> bool:
    """Tell whether its headings are Spanish: people have two family names there."""
    headings = (line.text for line in text.lines if heading_of(line.text) is not None)
    return any(first_word(folded(heading)) in _SPANISH for heading in headings)


def _split(name: str, family: int) -> tuple[str, str]:
    """Return first and last names: particles belong to the last ones; one word is a first name.

    There are `family` last names, where that leaves a first one.
    """
    words = name.split()
    if len(words) == 1:
        return name, ""
    for place, word in enumerate(words[:-1]):
        if place and word.casefold() in _PARTICLES:
            return " ".join(words[:place]), " ".join(words[place:])
    family = min(family, len(words) - 1)
    if words[-2] == "عبد" and len(words) > 2:
        family = 2
    return " ".join(words[:-family]), " ".join(words[-family:])
