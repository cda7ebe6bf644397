"""Whether the order would be another if people were others: the sources are changed, and judged anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

import numpy as np

from trellis.intelligence.ranking.criteria import Criterion
from trellis.intelligence.ranking.extracting import extract
from trellis.intelligence.ranking.judging import Applicant, Floats, Judged, judge
from trellis.intelligence.ranking.neutral import neutral
from trellis.intelligence.ranking.sources import Source, fields_of, names_of, nicknames_of, with_field
from trellis.intelligence.ranking.swapping.ages import with_a_break, with_other_years
from trellis.intelligence.ranking.swapping.health import with_disability, without_disability
from trellis.intelligence.ranking.swapping.people import with_another_name

# So few that what was read of their lines is still known when the next change has left them as they were.
_AT_ONCE = 32
_Embed = Callable[[list[str]], Sequence[Sequence[float] | Floats]]


@dataclass(frozen=True, slots=True)
class Check:
    """What was changed, in how many applications, and the numbers of those that moved: in score or place."""

    name: str
    looked_at: int
    moved: tuple[str, ...]


class Judge(Protocol):
    """What judges."""

    def __call__(  # noqa: D102
        self,
        applicants: Sequence[Applicant],
        criteria: Sequence[Criterion],
        *,
        sources: Mapping[str, Source],
        vectors: Mapping[str, Floats],
        until: date,
    ) -> list[Judged]: ...


def masked(source: Source, turn: int) -> Source:
    """Return the application with all that must not count masked in its sources."""
    called = {"names": names_of(source.profile), "nicknames": nicknames_of(source.profile)}
    profile: Mapping[str, Any] = {
        **source.profile,
        **dict.fromkeys(("first_name", "last_name", "email", "slug"), ""),
    }
    for field in fields_of(source.profile):
        profile = with_field(profile, field.name, neutral(field.text, **called))
    return Source(profile=profile, resume=neutral(source.resume, **called))


CHANGES: Mapping[str, Callable[[Source, int], Source]] = {
    "names and pronouns are others": with_another_name,
    "years of birth and graduation are others": with_other_years,
    "words of disability are put in": with_disability,
    "words of disability are taken out": without_disability,
    "a break in employment is put in": with_a_break,
    "all of it is masked": masked,
}


def audit(
    sources: Mapping[str, Source],
    criteria: Sequence[Criterion],
    *,
    applicants: Sequence[Applicant],
    judged: Sequence[Judged],
    vectors: Mapping[str, Floats],
    until: date,
    vectors_of: _Embed,
    judge: Judge = judge,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[Check, ...]:
    """Return what each change has moved: nothing, or the ranking must not be shown.

    `applicants` and `judged` are what was ranked; `vectors_of` embeds texts of units that none of it has.
    `on_progress` is told of how many applications out of how many all is done. Some are judged at a time:
    a score has nothing to do with who else applied.
    """
    scores: dict[str, dict[str, float]] = {name: {} for name in CHANGES}
    for start in range(0, len(applicants), _AT_ONCE):
        some = applicants[start : start + _AT_ONCE]
        for name, change in CHANGES.items():
            others = {one.number: change(sources[one.number], turn) for turn, one in enumerate(some, start)}
            changed = [
                one if others[one.number] == sources[one.number] else _extracted(one, others[one.number])
                for one in some
            ]
            embedded = list(_with_vectors(some, changed, vectors_of))
            again = judge(embedded, criteria, sources=others, vectors=vectors, until=until)
            scores[name].update((one.number, one.score) for one in again)
        if on_progress is not None:
            on_progress(start + len(some), len(applicants))
    before = {one.number: one.score for one in judged}
    return tuple(Check(name, len(applicants), _moved(before, after)) for name, after in scores.items())


def _extracted(applicant: Applicant, source: Source) -> Applicant:
    """Return an applicant of another source; its vectors, too, where the texts are the same."""
    found = extract(source)
    before = applicant.extract.units
    is_same = len(before) == len(found.units) and all(
        one.text == other.text for one, other in zip(before, found.units, strict=True)
    )
    return Applicant(applicant.number, found, applicant.vectors if is_same else None)


def _with_vectors(
    before: Sequence[Applicant], after: Sequence[Applicant], vectors_of: _Embed
) -> Iterator[Applicant]:
    """Yield the changed applicants with vectors: those that a text had; others are embedded, each once."""
    open_texts: dict[str, None] = {}
    for old, new in zip(before, after, strict=True):
        if old.vectors is not None and new.vectors is None:
            had = {unit.text for unit in old.extract.units}
            open_texts.update(dict.fromkeys(unit.text for unit in new.extract.units if unit.text not in had))
    texts = list(open_texts)
    fresh = dict(zip(texts, np.asarray(vectors_of(texts), np.float32), strict=True)) if texts else {}
    for old, new in zip(before, after, strict=True):
        if old.vectors is None or new.vectors is not None or not new.extract.units:
            yield new
            continue
        rows = {unit.text: row for unit, row in zip(old.extract.units, old.vectors, strict=True)}
        found = [rows[unit.text] if unit.text in rows else fresh[unit.text] for unit in new.extract.units]
        yield replace(new, vectors=np.stack(found))


def _moved(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[str, ...]:
    """Return the numbers whose score or place is another; a score that moves would move an order some day."""
    was, now = _standings(before), _standings(after)
    return tuple(sorted(number for number in was.keys() | now.keys() if was.get(number) != now.get(number)))


def _standings(scores: Mapping[str, float]) -> dict[str, tuple[float, int]]:
    """Return the score and the place of each application."""
    places: dict[float, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), 1):
        places.setdefault(score, place)
    return {number: (score, places[score]) for number, score in scores.items()}
