"""What somebody says they can do: items of sections of skills; without one, known names in capitals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from trellis.core.files.papers.headings import Section, folded
from trellis.core.files.papers.layout import TAB
from trellis.core.files.papers.plain import first_word
from trellis.intelligence.resumes.dates import times_in
from trellis.intelligence.resumes.found import Found, Span
from trellis.intelligence.resumes.sections import Part, heading_of
from trellis.intelligence.resumes.text import Flow, Text, bullet_of
from trellis.intelligence.resumes.words.tongues import LEVELS, TONGUES
from trellis.intelligence.understanding.labels import labelled

_MOST, _LONGEST, _MOST_WORDS = 300, 60, 6
_SEPARATORS = re.compile(r"[,;|·•‧∙،؛\t\n●▪■▸►✓✔]|\s[–—-]\s|\s/\s")
_LISTING = re.compile(r"[,;|·•‧∙،؛]")
_ENDS_OPEN = re.compile(r"(?:[,;|·&،؛(/]|\b(?:and|und|y|e|et|of|for|mit|für|de|in)|\sو)$", re.IGNORECASE)
_OPEN, _CLOSED = "([{", ")]}"
_LABEL = re.compile(r"^([^:\n\t,;|]{2,40}):\s*(?=\S)")
_YEARS = re.compile(
    r"\b\d{1,2}\s*\+?\s*(?:years?|yrs?|jahren?|años?|ans?|anni|سنوات|سنة|months?|monate)\b.*$", re.IGNORECASE
)
_LEVEL_WORDS = frozenset(
    [
        "expert",
        "experte",
        "expertin",
        "experto",
        "beginner",
        "fortgeschritten",
        "grundkenntnisse",
        "kenntnisse",
        "sehr",
        "gut",
        "gute",
        "basic",
        "advanced",
        "intermediate",
        "proficient",
        "proficiency",
        "fluent",
        "familiar",
        "good",
        "very",
        "strong",
        "excellent",
        "working",
        "knowledge",
        "level",
        "nivel",
        "avanzado",
        "intermedio",
        "básico",
        "basico",
        "alto",
        "medio",
        "usuario",
        "anfänger",
        "profi",
        "solide",
        "umfangreiche",
        "vertiefte",
        "erweiterte",
        "laufend",
        "متقدم",
        "متوسط",
        "مبتدئ",
        "جيد",
        "جدا",
        "ممتاز",
        "خبير",
        "user",
        "professional",
        "competent",
        "learning",
    ]
)
_TRIM = " \t\n.,;:،؛-–—•·|*/"
_SENTENCE = re.compile(r"[.!?]\s+\S|\b(?:i|my|we|ich|wir|yo)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    start: int
    end: int


def skills_in(text: Text, parts: Iterable[Part], known: Collection[str]) -> list[Found]:
    """Return the skills, each once, as it is written there; languages are none."""
    found: dict[str, Found] = {}
    parts = list(parts)
    for flow, certainty in _stretches(text, parts):
        for item in _items(flow.text):
            for name in _names(item, known):
                _add(found, name, flow, certainty if name.text.lower() in known else certainty - 0.05)
    if not found:
        for part in parts:
            if part.section in {Section.JOBS, Section.SUMMARY, None}:
                _add_named(found, text.flow_of(part.numbers, skip=part.skip), known)
    return list(found.values())[:_MOST]


def _stretches(text: Text, parts: Iterable[Part]) -> Iterator[tuple[Flow, float]]:
    """Yield what lists skills: sections, lines that are called so elsewhere, "Languages:" of programmers."""
    for part in parts:
        if part.section is Section.SKILLS:
            for numbers, skip in _paragraphs(text, part):
                yield text.flow_of(numbers, joint=" ", skip=skip), 0.95
        elif part.section is Section.LANGUAGES and not _speaks(text, part):
            yield text.flow_of(part.numbers, skip=part.skip), 0.8
        elif part.section in {Section.JOBS, Section.SUMMARY, Section.OTHER, None}:
            for number in part.numbers:
                line = text.lines[number].text
                skip = bullet_of(line)
                label = line[skip:].partition(":")
                if label[1] and heading_of(label[0]) is Section.SKILLS:
                    yield text.flow_of([number], skip=skip + len(label[0]) + 1), 0.85


def _speaks(text: Text, part: Part) -> bool:
    said = text.flow_of(part.numbers, skip=part.skip).text
    return any(folded(word) in TONGUES for word in re.findall(r"[^\W\d_]+", said))


def _paragraphs(text: Text, part: Part) -> Iterator[tuple[list[int], int]]:
    """Yield the lines of a section as they go together: items of a list each, wrapped lines as one."""
    group: list[int] = []
    skip = part.skip
    bulleted = any(bullet_of(text.lines[number].text) for number in part.numbers)
    for number in part.numbers:
        if group and not _goes_on(text, number, bulleted=bulleted):
            yield group, skip
            group, skip = [], 0
        group.append(number)
    if group:
        yield group, skip


def _goes_on(text: Text, number: int, *, bulleted: bool) -> bool:
    """Tell whether a line goes on with what stands in the one before."""
    before, line = text.lines[number - 1], text.lines[number]
    if before.block != line.block:
        return False
    said = line.text
    if bullet_of(said) or _LABEL.match(said) or TAB in said or line.gap > before.size:
        return False
    if (
        before.text.count("(") > before.text.count(")")
        or _ENDS_OPEN.search(before.text)
        or said[0] in "&/|·,"
    ):
        return True
    if bulleted:
        return line.box[2] == 0 or line.box[0] > before.box[0] - 1
    if line.box[2] == 0 or not _LISTING.search(before.text):
        return bool(before.text.endswith("-") and said[0].islower())
    return _is_wrapped(text, number)


def _is_wrapped(text: Text, number: int) -> bool:
    """Tell whether the first word of a line would not have had room in the one before."""
    before, line = text.lines[number - 1], text.lines[number]
    column = [each for each in text.lines if each.block == line.block]
    left, right = min(each.box[0] for each in column), max(each.box[2] for each in column)
    sign = (line.box[2] - line.box[0]) / max(1, len(line.text))
    needed = (len(first_word(line.text)) + 1) * sign
    # Lines from right to left end at the left.
    return before.box[2] + needed > right - 1 or (
        before.box[0] - needed < left + 1 and before.box[2] > right - 2
    )


def _items(text: str) -> Iterator[_Item]:
    """Yield what stands between separators outside of brackets, without bullets and labels."""
    start = bullet_of(text)
    if label := _LABEL.match(text[start:]):
        start += label.end()
    elif TAB in text[start:] and _is_label(*text[start:].split(TAB, 1)):
        start += text[start:].index(TAB) + 1
    depth = 0
    begin = start
    place = start
    while place < len(text):
        sign = text[place]
        depth = depth + 1 if sign in _OPEN else max(0, depth - 1) if sign in _CLOSED else depth
        if depth == 0 and (gap := _SEPARATORS.match(text, place)):
            yield from _trimmed(text, begin, place)
            begin = place = gap.end()
            continue
        place += 1
    yield from _trimmed(text, begin, len(text))


def _is_label(first: str, rest: str) -> bool:
    return bool(_LISTING.search(rest)) or heading_of(first) is not None


def _trimmed(text: str, start: int, end: int) -> Iterator[_Item]:
    while (
        start < end
        and text[start] in _TRIM
        and not (text[start] == "." and text[start + 1 : start + 2].isalpha())
    ):
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    if start < end:
        yield _Item(text[start:end], start, end)


def _names(item: _Item, known: Collection[str]) -> Iterator[_Item]:
    """Yield the skills that an item names: itself, and what stands in brackets behind it."""
    head, inner = item, ""
    opened = item.text.find("(")
    if opened > 0 and item.text.endswith(")"):
        inner = item.text[opened + 1 : -1]
        head = next(_trimmed(item.text, 0, opened), item)
        head = _Item(head.text, item.start + head.start, item.start + head.end)
    yield from _known_apart(_without_level(head), known)
    if inner and not _is_level(inner) and not _YEARS.search(inner) and not times_in(inner):
        for each in _items(inner):
            yield _Item(each.text, item.start + opened + 1 + each.start, item.start + opened + 1 + each.end)


def _without_level(item: _Item) -> _Item:
    """Return an item without how well it is known, and without what it is one of: "Databases: MySQL"."""
    label = _LABEL.match(item.text)
    if label and not _is_level(item.text[label.end() :]):
        item = _Item(item.text[label.end() :], item.start + label.end(), item.end)
    text = _YEARS.sub("", item.text).rstrip(_TRIM)
    if ":" in text and _is_level(text.rpartition(":")[2]):
        text = text.rpartition(":")[0].rstrip(_TRIM)
    return _Item(text, item.start, item.start + len(text))


def _known_apart(item: _Item, known: Collection[str]) -> Iterator[_Item]:
    """Yield an item, or both that "and" joins where these are known and the whole is not."""
    joined = re.split(r"\s+(?:and|und|y|et)\s+", item.text)
    if len(joined) == 2 and item.text.lower() not in known and all(part.lower() in known for part in joined):
        second = item.text.rindex(joined[1])
        yield _Item(joined[0], item.start, item.start + len(joined[0]))
        yield _Item(joined[1], item.start + second, item.start + second + len(joined[1]))
    else:
        yield item


def _is_level(text: str) -> bool:
    words = folded(text).split()
    return bool(words) and all(word in _FOLDED_LEVELS or word in LEVELS or word.isdigit() for word in words)


_FOLDED_LEVELS = frozenset(map(folded, _LEVEL_WORDS))


def _is_one(text: str) -> bool:
    """Tell whether a text can be the name of a skill, not a sentence, a level, a date or a language."""
    words = text.split()
    if not 1 <= len(text) <= _LONGEST or len(words) > _MOST_WORDS or "@" in text or "://" in text:
        return False
    if not any(sign.isalpha() for sign in text) or _is_level(text) or _SENTENCE.search(text):
        return False
    return folded(text) not in TONGUES or "language" in text.lower()


def _add(found: dict[str, Found], item: _Item, flow: Flow, certainty: float) -> None:
    text = " ".join(item.text.split())
    if not _is_one(text):
        return
    key = text.casefold()
    span = flow.span(item.start, item.end)
    before = found.get(key)
    spans: tuple[Span, ...] = (span,) if before is None else (*before.spans, span)
    found[key] = Found(
        before.value if before else text, spans[:20], max(certainty, before.certainty if before else 0)
    )


def _add_named(found: dict[str, Found], flow: Flow, known: Collection[str]) -> None:
    """Add the known names in plain text: those of several words, or with capitals or signs in them."""
    at = 0
    for name in labelled(flow.text, known):
        start = flow.text.find(name, at)
        if start >= 0 and (name[1:] != name[1:].lower() or not name.isalpha()) and "\n" not in name:
            _add(found, _Item(name, start, start + len(name)), flow, 0.45)
        at = max(at, start)
