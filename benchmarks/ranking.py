"""How long it takes to judge ten thousand applications, and to audit that; how well meaning answers.

Applicants are invented from a seed; what they can do and did is as mixed as their words for it.
"""

import random
import time
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from tests.intelligence.ranking.made import made
from tests.intelligence.ranking.pairs import OTHER, SAME
from trellis.core.files.data import DIRECTORY
from trellis.intelligence.embeddings.minilm import MiniLM
from trellis.intelligence.ranking.auditing import CHANGES, audit
from trellis.intelligence.ranking.criteria import Criterion, criteria_of
from trellis.intelligence.ranking.extracting import Unit, as_json, extract, from_json
from trellis.intelligence.ranking.judging import NEAR_FROM, Applicant, judge
from trellis.intelligence.ranking.sources import Source

APPLICANTS = 10_000
# What is embedded for the bench; texts beyond them take the vectors of these by turns: the work is the same.
_EMBEDDED = 2_000
_UNTIL = date(2026, 11, 30)
_SEED = 16


def measure() -> Iterator[str]:
    """Yield lines of what was measured."""
    model = MiniLM.load(DIRECTORY)
    yield from _nearness(model)
    draw = random.Random(_SEED)
    sources = {f"APP-{number:05}": made(draw) for number in range(APPLICANTS)}
    started = time.perf_counter()
    extracts = {number: extract(source) for number, source in sources.items()}
    seconds = time.perf_counter() - started
    units = [unit for found in extracts.values() for unit in found.units]
    signs = sum(len(source.resume) for source in sources.values()) // APPLICANTS
    yield (
        f"{APPLICANTS} resumes of {signs} signs: {len(units) / APPLICANTS:.0f} stretches each,"
        f" extracted in {seconds / APPLICANTS * 1000:.1f} ms each"
    )
    kept = [as_json(found) for found in extracts.values()]
    started = time.perf_counter()
    for each in kept:
        from_json(each)
    yield f"read from what is kept of them in {time.perf_counter() - started:.1f} s"
    rows = _vectors(model, units)
    applicants, at = [], 0
    for number, found in extracts.items():
        applicants.append(Applicant(number, found, rows[at : at + len(found.units)]))
        at += len(found.units)
    yield from _judging(model, sources, applicants)


def _judging(model: MiniLM, sources: dict[str, Source], applicants: Sequence[Applicant]) -> Iterator[str]:
    criteria = criteria_of(
        title="Backend Developer (m/w/d)",
        skills=[
            "Python",
            "Django",
            "PostgreSQL",
            "Docker",
            "Kubernetes",
            "Public speaking",
            "Machine learning",
        ],
        essential=["At least 3 years of Python", "German B2", "Experience with web applications", "Teaching"],
    )
    vectors = {one.key: row for one, row in zip(criteria, _of_criteria(model, criteria), strict=True)}
    started = time.perf_counter()
    judged = judge(applicants, criteria, sources=sources, vectors=vectors, until=_UNTIL)
    seconds = time.perf_counter() - started
    strengths = [reason.strength for one in judged for reason in one.reasons]
    shares = ", ".join(
        f"{name} {strengths.count(name) / len(strengths):.0%}" for name in sorted({*strengths})
    )
    yield f"{len(criteria)} criteria: scores and reasons of all in {seconds:.2f} s ({shares})"
    started = time.perf_counter()
    checks = audit(
        sources,
        criteria,
        applicants=applicants,
        judged=judged,
        vectors=vectors,
        until=_UNTIL,
        vectors_of=lambda texts: model.embed([model.pieces(text) for text in texts]),
    )
    seconds = time.perf_counter() - started
    moved = sum(len(check.moved) for check in checks)
    yield f"audited by {len(CHANGES)} changes of each application in {seconds:.0f} s; moved: {moved}"


def _of_criteria(model: MiniLM, criteria: Sequence[Criterion]) -> np.ndarray:
    return model.embed([model.pieces(one.meaning) for one in criteria])


def _vectors(model: MiniLM, units: Sequence[Unit]) -> np.ndarray:
    """Return a row for each unit, as they are kept: of half precision."""
    texts = list(dict.fromkeys(unit.text for unit in units))
    embedded = model.embed([model.pieces(text) for text in texts[:_EMBEDDED]]).astype(np.float16)
    places = {text: place % len(embedded) for place, text in enumerate(texts)}
    return embedded[[places[unit.text] for unit in units]]


def _nearness(model: MiniLM) -> Iterator[str]:
    """Yield how many pairs that say the same are taken for near, and how many that do not."""
    for title, half in (("looked at", slice(0, None, 2)), ("not looked at", slice(1, None, 2))):
        same, other = (sum(_is_near(model, *pair) for pair in pairs[half]) for pairs in (SAME, OTHER))
        count = len(SAME[half])
        yield f"near from {NEAR_FROM} on, {title}: {same} of {count} that are, {other} that are not"


def _is_near(model: MiniLM, asked: str, said: str) -> bool:
    (criterion,) = criteria_of(title="", skills=[asked], essential=[])
    found = extract(Source({"skills": [said]}))
    (row,) = _of_criteria(model, [criterion])
    vectors = model.embed([model.pieces(unit.text) for unit in found.units])
    (one,) = judge(
        [Applicant("1", found, vectors)],
        [criterion],
        sources={"1": Source({"skills": [said]})},
        vectors={criterion.key: row},
        until=_UNTIL,
    )
    return one.reasons[0].strength == "near"
