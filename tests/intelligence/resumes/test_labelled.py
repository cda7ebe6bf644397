"""A part of the labelled set, of each layout and language; `make bench ARGS=resumes` measures all of it."""

from collections import defaultdict

from tests.intelligence.resumes.people import HALVES, LANGUAGES, LAYOUTS, everybody
from tests.intelligence.resumes.scores import Tally, results

_LEAST = {
    "email": (0.95, 0.9),
    "phone": (0.95, 0.9),
    "skills": (0.95, 0.9),
    "employers": (0.85, 0.85),
    "date ranges": (0.85, 0.85),
}


def test_the_set_has_all_layouts_and_languages_in_both_halves() -> None:
    people = list(everybody())
    assert len(people) >= 60
    kinds = {(each.half, each.language, each.layout, each.kind) for each in people}
    assert len(kinds) == len(HALVES) * len(LANGUAGES) * len(LAYOUTS) * 2
    assert people == list(everybody())


def test_what_is_found_is_there_and_what_is_there_is_found() -> None:
    some = [each for each in everybody() if each.half == HALVES[0]][::2] + [
        each for each in everybody() if each.half == HALVES[0] and each.kind == "docx"
    ][::4]
    tallies: dict[str, Tally] = defaultdict(Tally)
    for _, found in results(some):
        for field, tally in found.items():
            tallies[field] += tally
    for field, (precision, recall) in _LEAST.items():
        assert tallies[field].precision >= precision, (field, str(tallies[field]))
        assert tallies[field].recall >= recall, (field, str(tallies[field]))
