"""An audit finds what reads who somebody is, and moves nothing where nobody reads it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Any

import pytest

from tests.intelligence.ranking.made import SKILLS, TITLES, made, some
from tests.intelligence.ranking.support import applicants, asked, audited, of, ranked
from tests.intelligence.resumes.people import Written, everybody, headings_of
from trellis.intelligence.ranking.auditing import CHANGES, Judge
from trellis.intelligence.ranking.extracting import extract
from trellis.intelligence.ranking.judging import Judged, judge
from trellis.intelligence.ranking.sources import Source

POOLS = 200


def reading(gives: Callable[[Source], float]) -> Judge:
    """A judge that adds to each score what it reads in the source."""

    def planted(
        applicants: Any, criteria: Any, *, sources: Mapping[str, Source], **given: Any
    ) -> list[Judged]:
        judged = judge(applicants, criteria, sources=sources, **given)
        return [replace(one, score=one.score + gives(sources[one.number])) for one in judged]

    return planted


def found(pattern: str, source: Source) -> float:
    return float(bool(re.search(pattern, source.resume)))


RESUME = """Anna Moor
Born 12.03.1989
Experience
Developer, Hooli Inc 2018 - present
• Wrote Python services
Clerk, Acme Ltd 2014 - 2016
• Filed 300 cases
Interests
Deaf Sports Club"""
SOURCES = {"APP-1": of(RESUME), "APP-2": of(RESUME.replace("Python", "Java"))}
CRITERIA = asked("Python", essential=["2 years of Python"], title="Developer")


def gap(source: Source) -> float:
    years = [int(year) for year in re.findall(r"\b20\d\d\b", source.resume)]
    return float(max(years, default=0) - min(years, default=0))


@pytest.mark.parametrize(
    ("gives", "change"),
    [
        pytest.param(lambda one: found("Anna", one), "names and pronouns are others", id="a-name"),
        pytest.param(
            lambda one: float(one.profile["first_name"] < "B"),
            "names and pronouns are others",
            id="a-profile",
        ),
        pytest.param(
            lambda one: found("1989", one), "years of birth and graduation are others", id="a-year-of-birth"
        ),
        pytest.param(lambda one: found("Deaf", one), "words of disability are taken out", id="a-disability"),
        pytest.param(
            lambda one: found("(?is)deaf.*deaf|wheelchair|blind|disab", one),
            "words of disability are put in",
            id="another-disability",
        ),
        pytest.param(gap, "a break in employment is put in", id="a-gap"),
        pytest.param(lambda one: found("Anna|1989|Deaf", one), "all of it is masked", id="all-of-it"),
    ],
)
def test_it_finds_a_judge_that_reads_who_somebody_is(gives: Callable[[Source], float], change: str) -> None:
    checks = audited(SOURCES, CRITERIA, judge=reading(gives))
    assert checks[change].moved
    assert checks[change].looked_at == 2


def test_it_moves_nothing_where_the_judge_reads_what_counts() -> None:
    checks = audited(SOURCES, CRITERIA)
    assert {name: check.moved for name, check in checks.items()} == dict.fromkeys(CHANGES, ())


def test_what_somebody_must_not_be_asked_changes_no_order_in_two_hundred_pools() -> None:
    draw = Random(2026)
    moved: list[tuple[int, str, tuple[str, ...]]] = []
    apart = 0
    for pool in range(POOLS):
        sources = {f"APP-{number}": made(draw, jobs=(1, 2)) for number in range(draw.randint(2, 4))}
        criteria = asked(
            *some(draw, SKILLS, 2, 4),
            essential=["2 years of Python", "German B2", *some(draw, ("Treasurer", "Teaching", "SQL"), 0, 2)],
            title=draw.choice(TITLES),
        )
        applied = applicants(sources)
        apart += len({one.score for one in ranked(sources, criteria, applied=applied)}) > 1
        checks = audited(sources, criteria, applied=applied)
        moved += [(pool, name, check.moved) for name, check in checks.items() if check.moved]
    assert moved == []
    assert apart > POOLS * 0.6


ODD = """Anna Maria Moor
Ruby Developer
Experience
Frau Koch & Sons Ltd 2019 - 21
• Reduced latency by 200 ms, says Moor, A., in the HIS
• Born-digital archive since 2015
Sr. Developer, Acme Ltd 03/2015 - 02/2017
• Wrote Python services for (deaf) people, blind, and others
Volunteering
Python tutor for Bachelor students 2014 - 2016
Education
BSc Informatics 2003 - 07"""


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_leaves_what_counts_as_it_is(name: str, turn: int) -> None:
    source = of(ODD, first_name="Anna Maria", last_name="Koch-Moor", email="anna.python@example.org")
    changed = CHANGES[name](source, turn)
    before, after = extract(source), extract(changed)
    assert [(one.text, one.words) for one in after.units] == [(one.text, one.words) for one in before.units]
    lasted = [[one.last - one.first for one in found.stints if one.last] for found in (before, after)]
    assert lasted[0] == lasted[1] != []
    assert changed.resume != source.resume


def as_lines(written: Written) -> str:
    """A labelled resume as a text file has it."""
    lines = [written.name, written.headline, *(each.text for each in written.contact)]
    for part, elements in written.parts.items():
        lines.append(headings_of(written)[part])
        lines += [f"{'• ' * (each.kind == 'point')}{each.text}\t{each.beside}".strip() for each in elements]
    return "\n".join(lines)


def test_nor_does_it_in_resumes_of_four_languages() -> None:
    others = []
    for written in islice(everybody(), 0, None, 3):
        first, _, last = written.name.rpartition(" ")
        source = of(as_lines(written), first_name=first, last_name=last, email=written.email)
        before = extract(source)
        assert before.units and before.stints
        for name, change in CHANGES.items():
            after = extract(change(source, written.number))
            if [one.words for one in after.units] != [one.words for one in before.units]:
                others.append((written.title, name))
    assert others == []


def test_texts_that_no_one_had_before_are_embedded_once_and_others_never() -> None:
    asked_for: list[str] = []

    def vectors_of(texts: Sequence[str]) -> list[list[float]]:
        asked_for.extend(texts)
        return [[0.0] * 384 for _ in texts]

    assert audited(SOURCES, CRITERIA, vectors_of=vectors_of, embedded=True)
    assert asked_for == []


def test_it_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    audited(SOURCES, CRITERIA, on_progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (2, 2)
    assert told == sorted(told)
