"""How well each application answers the criteria, and why: the same for everybody, whoever else applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trellis.intelligence.ranking.asking import Asked, Wish, asked_by
from trellis.intelligence.ranking.criteria import Criterion
from trellis.intelligence.ranking.extracting import Extract
from trellis.intelligence.ranking.finding import Words, months_in, pieces_of
from trellis.intelligence.ranking.languages import RANKS, answering
from trellis.intelligence.ranking.sources import Kind, Source, text_of
from trellis.intelligence.ranking.wording.tokens import searched

RULE = "words-and-meaning/1"
SHOWN, NAMED, NEAR, MISSING = "shown", "named", "near", "missing"
VALUES = {SHOWN: 1.0, NAMED: 0.75, NEAR: 0.5, MISSING: 0.0}
# From this cosine on, a stretch says the same in other words (measured: docs/decisions/ranking.md).
NEAR_FROM = 0.45
# Of so few words, some are of the same kind and not the same: frontend and backend developer.
_FEW_WORDS = 3
_MOST_QUOTES = 3
_STRIPPED = " \t\n,;:|·•–—-()/"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Applicant:
    """An application by its number: what was extracted, and a row of `vectors` for each of its units.

    They may be of half precision, as they are kept.
    """

    number: str
    extract: Extract
    vectors: NDArray[np.floating[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote, and where it stands: the original from `start` to before `end`, in code points."""

    source: str
    field: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Reason:
    """How one criterion is answered: "shown", "named", "near" or "missing", and by what."""

    criterion: Criterion
    strength: str
    points: float  # of `criterion.weight`
    evidence: tuple[Evidence, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An application's score from 0 to 100, its place, and whether others have the same one."""

    number: str
    score: float
    place: int
    is_shared: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """How one criterion is answered, by which units: each with the words that were looked for in it."""

    strength: str
    value: float
    units: tuple[tuple[int, tuple[str, ...]], ...]
    note: str


def judge(
    applicants: Sequence[Applicant],
    criteria: Sequence[Criterion],
    *,
    sources: Mapping[str, Source],
    vectors: Mapping[str, Floats],
    until: date,
) -> list[Judged]:
    """Return the applications, best first, those of one score by their numbers.

    `sources` are by the number of the application, `vectors` by the key of the criterion: of its `meaning`.
    Work that runs counts up to `until`.
    """
    asked = [asked_by(criterion.text) for criterion in criteria]
    rows = [place for place, one in enumerate(criteria) if one.key in vectors and _can_be_near(asked[place])]
    matrix = np.stack([vectors[criteria[place].key] for place in rows]).T if rows else None
    whole = sum(criterion.weight for criterion in criteria) or 1
    scored = []
    for applicant in applicants:
        near = _cosines(applicant, matrix, rows)
        answers = _answers(applicant.extract, asked, near, until)
        reasons = _reasons(applicant, sources[applicant.number], criteria, answers)
        scored.append((round(100 * sum(reason.points for reason in reasons) / whole, 1), applicant, reasons))
    return _placed(scored)


def _placed(scored: Iterable[tuple[float, Applicant, tuple[Reason, ...]]]) -> list[Judged]:
    ordered = sorted(scored, key=lambda each: (-each[0], each[1].number))
    counts = Counter(score for score, _, _ in ordered)
    places: dict[float, int] = {}
    for place, (score, _, _) in enumerate(ordered, 1):
        places.setdefault(score, place)
    return [
        Judged(applicant.number, score, places[score], counts[score] > 1, reasons)
        for score, applicant, reasons in ordered
    ]


def _can_be_near(asked: Asked) -> bool:
    """Tell whether meaning may answer: one language is near another, and time of work is counted."""
    return bool(asked.wishes) and not any(wish.language for wish in asked.wishes)


def _cosines(applicant: Applicant, matrix: Floats | None, rows: Sequence[int]) -> dict[int, Floats]:
    """Return for each criterion that one may be near to how near each is; each application by itself."""
    if matrix is None or applicant.vectors is None or not len(applicant.vectors):
        return {}
    cosines = (np.asarray(applicant.vectors, np.float32) @ matrix).round(3)
    best = cosines.max(axis=0).tolist()
    return {row: cosines[:, place] for place, row in enumerate(rows) if best[place] >= NEAR_FROM}


def _answers(
    extract: Extract, asked: Sequence[Asked], near: Mapping[int, Floats], until: date
) -> list[_Answer]:
    words = Words(extract)
    return [_answer(words, one, near.get(place), until) for place, one in enumerate(asked)]


def _answer(words: Words, asked: Asked, near: Floats | None, until: date) -> _Answer:
    if not asked.wishes:
        return _of_time_alone(words, asked, until)
    together = words.units_with_all(asked.whole) if len(asked.wishes) > 1 and asked.whole else []
    found = [together or words.units_with(wish) for wish in asked.wishes]
    if not any(found):
        return _of_meaning(words.extract, asked, near)
    grades = [_grade(words, wish, units) for wish, units in zip(asked.wishes, found, strict=True)]
    strengths = [strength for strength, _, _ in grades if strength != MISSING]
    value = sum(value for _, value, _ in grades) / len(grades)
    notes = [note for _, _, note in grades if note]
    units = tuple(_quoted(asked, found))
    strength = NAMED if NAMED in strengths else SHOWN
    if asked.months:
        months = months_in(words.extract.stints, of={place for one in found for place in one}, until=until)
        share = min(1.0, months / asked.months)
        notes.append(f"{min(months, asked.months)} of {asked.months} months")
        return _Answer(strength if months else NAMED, value * (0.5 + 0.5 * share), units, _sentence(notes))
    return _Answer(strength, value, units, _sentence(notes))


def _grade(words: Words, wish: Wish, units: Sequence[int]) -> tuple[str, float, str]:
    """Return how well one wish is answered, and what is to be said of it."""
    if not units:
        return MISSING, 0.0, f"not found: {wish.said}"
    if wish.language:
        return _of_language(words.extract, wish)
    shown = words.extract.units[units[0]].kind is Kind.SHOWN
    return (SHOWN, VALUES[SHOWN], "") if shown else (NAMED, VALUES[NAMED], "")


def _of_language(extract: Extract, wish: Wish) -> tuple[str, float, str]:
    levels = (extract.languages.get(language, "") for language in answering(wish.language))
    level = max(levels, key=lambda one: RANKS[one])
    if not wish.level or RANKS[level] >= min(RANKS[wish.level], RANKS["C1"]):
        return SHOWN, VALUES[SHOWN], f"{wish.language}: {level}" if level else ""
    if not level:
        return NAMED, VALUES[NAMED], f"{wish.language} without a level, asked for is {wish.level}"
    return NAMED, 0.5, f"{wish.language}: {level}, asked for is {wish.level}"


def _of_time_alone(words: Words, asked: Asked, until: date) -> _Answer:
    stints = words.extract.stints
    months = months_in(stints, of=None, until=until)
    units = tuple((stint.units[0], ()) for stint in stints[:_MOST_QUOTES])
    share = min(1.0, months / asked.months)
    note = _sentence([f"{min(months, asked.months)} of {asked.months} months"])
    return _Answer(SHOWN if months else MISSING, share, units, note)


def _of_meaning(extract: Extract, asked: Asked, near: Floats | None) -> _Answer:
    place = None if near is None else _nearest(extract, asked, near)
    if place is None:
        return _Answer(MISSING, 0.0, (), _sentence([f"not found: {wish.said}" for wish in asked.wishes]))
    value = VALUES[NEAR] * (0.5 if asked.months else 1.0)
    return _Answer(NEAR, value, ((place, ()),), "Not in these words, but near in meaning.")


def _nearest(extract: Extract, asked: Asked, near: Floats) -> int | None:
    """Return the unit that says the same in other words, None for none."""
    for place in np.argsort(-near, kind="stable"):
        if near[place] < NEAR_FROM:
            return None
        words = extract.units[place].words
        if len(asked.whole) > _FEW_WORDS or not any(f" {word} " in words for word in asked.whole):
            return int(place)
    return None


def _quoted(asked: Asked, found: Sequence[Sequence[int]]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the units to quote: the first of each wish, then more of the first."""
    chosen: dict[int, tuple[str, ...]] = {}
    for depth in range(_MOST_QUOTES):
        for wish, units in zip(asked.wishes, found, strict=True):
            if depth < len(units) and len(chosen) < max(_MOST_QUOTES, len(asked.wishes)):
                chosen.setdefault(units[depth], wish.terms[0] if wish.terms else ())
    return list(chosen.items())


def _sentence(notes: Sequence[str]) -> str:
    said = "; ".join(notes)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _reasons(
    applicant: Applicant, source: Source, criteria: Sequence[Criterion], answers: Sequence[_Answer]
) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            criterion,
            answer.strength,
            round(criterion.weight * answer.value, 4),
            tuple(_evidence(applicant.extract, source, place, words) for place, words in answer.units),
            answer.note,
        )
        for criterion, answer in zip(criteria, answers, strict=True)
    )


def _evidence(extract: Extract, source: Source, place: int, words: tuple[str, ...]) -> Evidence:
    """Return the quote of a unit: all of it, or the piece between what is masked in which the words stand."""
    unit = extract.units[place]
    original = text_of(source, unit.source, unit.field)
    if not unit.masked:
        return Evidence(unit.source, unit.field, unit.start, unit.end, original[unit.start : unit.end])
    pieces = list(pieces_of(unit))
    holding = ((start, end) for start, end in pieces if _holds_all(original[start:end], words))
    start, end = next(holding, max(pieces, key=lambda piece: piece[1] - piece[0]))
    while start < end and original[start] in _STRIPPED:
        start += 1
    while end > start and original[end - 1] in _STRIPPED:
        end -= 1
    return Evidence(unit.source, unit.field, start, end, original[start:end])


def _holds_all(text: str, words: Sequence[str]) -> bool:
    said = searched(text)
    return bool(words) and all(f" {word} " in said for word in words)
