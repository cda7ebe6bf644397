"""Words: what is indexed and what is asked for are taken apart alike."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.finding import HOSTILE, PAIRS
from trellis.core.db.words import lexemes, prefix_query, query_for, words_of


def _finds(query: str, *texts: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_to_tsvector(%s) @@ %s::tsquery", [lexemes(*texts), prefix_query(query)])
        (found,) = cursor.fetchone()
    return bool(found)


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "text", "found"), PAIRS)
def test_a_question_finds_a_text_or_not(query: str, text: str, found: bool) -> None:
    assert _finds(query, text) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Senior C++ Développeur", ["senior", "c++", "developpeur"]),
        ("APP-JR-0001", ["app", "jr", "0001"]),
        ("<O'Neil@Example.com>, home", ["o'neil@example.com", "home"]),
        ("@home ?", ["@home"]),
        ("ASP.NET on .NET", ["asp", "net", "on", ".net"]),
        ("R & D, H&M", ["r&d", "h&m"]),
        ("snake_case", ["snake", "case"]),
        ("データ 工程师", ["データ", "工程师"]),
        ("सॉफ्टवेयर", ["सॉफ्टवेयर"]),
        ("", []),
        ("+ # . & @ …", []),
    ],
)
def test_the_words_of_a_text(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_whole_words_come_before_parts() -> None:
    found = lexemes("Front-End", "JavaScript", plain=["open"])
    assert found[:8] == ["^open", "^fron", "front", "^end", "^java", "javascript", "frontend", "^scri"]


def test_no_word_is_no_query() -> None:
    assert query_for(" '|&!:* ") is None
    assert prefix_query("'|&!:*()", extra=["tenant1"]) == ""


def test_a_question_has_quotes_that_are_its_own() -> None:
    assert prefix_query("o'neil\\@x", extra=["it's"]) == "'it''s' & 'o''neil\\\\@x':*"


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_asked_has_bounds(text: str) -> None:
    query = prefix_query(text)
    assert query.count(":*") <= 200
    assert len(query) < 20_000
    assert not query or _finds(text, text)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_that_has_words_is_found_by_itself(text: str, db: None) -> None:
    assert bool(prefix_query(text)) == bool(words_of(text))
    assert not words_of(text) or _finds(text, text)


@given(
    text=st.text(st.sampled_from("aB工й.@+#&-' ,\u0e01\u0301ßé"), max_size=30),
    cut=st.integers(min_value=1, max_value=30),
)
@example(text="B.B+", cut=1)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_signs_next_to_each_other_are_found_by_themselves(text: str, cut: int, db: None) -> None:
    assert not words_of(text) or _finds(text, text)
    assert not words_of(text.upper()) or _finds(text.upper(), text)
    lexemes(text[:cut])
