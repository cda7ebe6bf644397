"""Words of requisitions: taken apart alike when they are kept and when they are asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.requisitions.factory import STAFF, requisition_of
from trellis.core.db.words import words_of
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.rules.search import query_for, vector_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Senior C++ Développeur", ["senior", "c", "developpeur"]),
        ("APP-JR-0001", ["app", "jr", "0001"]),
        ("O'Neil@Example.com", ["o'neil@example.com", "o", "neil", "example", "com"]),
        ("@home ?", ["home"]),
        ("データ 工程师", ["テータ", "工程师"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_no_word_is_no_query() -> None:
    assert query_for(" '|&!:* ") is None


@given(st.lists(st.text(max_size=200), max_size=6))
def test_there_is_always_room_for_the_words_in_an_index(texts: list[str]) -> None:
    assert len(vector_of(texts).encode()) < 3000


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("letters", ["𝔘 ", "语 ", "a b c d é ", "'\\ x@y\\'z "])
def test_the_longest_texts_of_all_are_kept_and_found(letters: str) -> None:
    longest = (letters * 200)[:200]
    row = requisition_of(STAFF, title=longest, interview_location=(f"{letters}q" * 200)[:200])
    word = words_of(longest)[0]
    found = Requisition.objects.of_all_tenants().filter(search=query_for(word))
    assert row in found


@pytest.mark.usefixtures("world")
def test_a_requisition_of_a_hundred_different_words_is_kept() -> None:
    title = " ".join(chr(0x4E00 + n) for n in range(100))
    place = " ".join(chr(0x20000 + n) for n in range(100))
    row = requisition_of(STAFF, title=title, interview_location=place)
    assert row in Requisition.objects.of_all_tenants().filter(search=query_for(f"{title[0]} staff"))
