"""What of an application can be evidence, and where it stands."""

import json
from random import Random

from tests.intelligence.ranking.made import made
from tests.intelligence.ranking.support import of
from trellis.intelligence.ranking.extracting import Extract, as_json, extract, from_json
from trellis.intelligence.ranking.neutral import FILLER, neutral
from trellis.intelligence.ranking.sources import names_of, nicknames_of, text_of

RESUME = """Anna Moor
Senior Python Developer
anna.moor@example.org | 12045 Berlin-Neukölln
Experience
Backend Developer, Acme Ltd 03/2018 - present
• Built payment services in Python and Django for
a bank with 30 customers
• Treasurer of the Deaf Sports Club
Elternzeit 2016 - 2018
Clerk, Brot GmbH 2012 - 2016
• Filed 300 cases
Education
BSc Computer Science, University of Leeds 2003 - 2007
Skills
Python, C++, Machine Learning
Languages
German (native), English B2, ÖGS"""


def texts(found: Extract, kind: str) -> list[str]:
    return [unit.text for unit in found.units if unit.kind == kind]


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_deeds_and_courses_show_and_lists_name() -> None:
    found = extract(of(RESUME, skills=["Django"]))
    assert texts(found, "shown") == [
        "Backend Developer, Acme Ltd",
        "Built payment services in Python and Django for a bank with 30 customers",
        "Treasurer of the Sports Club",
        "Clerk, Brot GmbH",
        "Filed 300 cases",
        "BSc Computer Science",
    ]
    assert texts(found, "named") == [
        *("Django", "Senior Python Developer", "Python", "C++", "Machine Learning"),
        *("German", "English", "ÖGS"),
    ]


def test_times_of_work_have_their_lines_and_leave_is_none() -> None:
    found = extract(of(RESUME))
    told = [[found.units[place].text for place in stint.units] for stint in found.stints]
    assert [(stint.first, stint.last) for stint in found.stints] == [
        (2018 * 12 + 2, None),
        (2012 * 12 + 6, 2016 * 12 + 6),
    ]
    assert told[1] == ["Clerk, Brot GmbH", "Filed 300 cases"]
    assert len(told[0]) == 3


def test_languages_have_the_best_of_their_levels() -> None:
    knows = {"language": "Deutsch", "speaking": "basic", "reading": "advanced", "writing": "intermediate"}
    assert extract(of("", languages=[knows])).languages == {"German": "advanced"}
    assert extract(of(RESUME)).languages == {
        "German": "native",
        "English": "B2",
        "Austrian Sign Language": "",
    }


def test_where_somebody_learnt_says_nothing() -> None:
    course = {"course_name": "BSc Computer Science", "major": "AI", "institution": "University of Oxford"}
    found = extract(of("", education=[course]))
    assert texts(found, "shown") == ["BSc Computer Science", "AI"]


def test_it_is_the_same_after_it_was_kept() -> None:
    found = extract(of(RESUME, skills=["Django"]))
    assert from_json(json.loads(json.dumps(as_json(found)))) == found


def test_a_unit_is_what_stands_at_its_place_without_what_is_masked() -> None:
    draw = Random(16)
    for source in (made(draw) for _ in range(40)):
        for unit in extract(source).units:
            original = text_of(source, unit.source, unit.field)
            plain = neutral(original, names=names_of(source.profile), nicknames=nicknames_of(source.profile))
            signs = [
                original[place] for place in range(unit.start, unit.end) if not _within(unit.masked, place)
            ]
            assert letters(unit.text) == letters("".join(signs))
            quoted = [place for place in range(unit.start, unit.end) if not _within(unit.masked, place)]
            assert all(plain[place] != FILLER for place in quoted)


def _within(spans: tuple[tuple[int, int], ...], place: int) -> bool:
    return any(start <= place < end for start, end in spans)


def test_an_empty_application_has_nothing() -> None:
    assert extract(of("")) == Extract(units=(), languages={}, stints=())
