"""Letters as a search compares them: the same in Python and in PostgreSQL."""

import sys
import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.rendering.toy.models import Publisher
from trellis.core.db.folding import fold, held_by

# PostgreSQL has no text with these.
_UNSTORED = ("Cs", "Cc")
_TEXTS = st.text(st.characters(exclude_categories=[*_UNSTORED, "Cn"]), max_size=30)
_LETTERS = st.text(st.characters(categories=["L", "M", "N", "S"]), max_size=30)


def _in_postgresql(texts: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT core_fold(given) FROM unnest(%s::text[]) WITH ORDINALITY AS x (given, n) ORDER BY n",
            [texts],
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zürich", "zurich"),
        ("Łódź", "lodz"),
        ("Straße ẞ", "strasse ss"),
        ("ΣΊΣΥΦΟΣ ᾳ", "σισυφοσ α"),
        ("İstanbul Diyarbakır", "istanbul diyarbakir"),
        ("Ærøskøbing Œuvre Þór Ðakovo đ ħ ŧ ŋ ə", "aeroskobing oeuvre thor dakovo d h t n e"),
        ("ƙasa ɗan ӨҚ ґ ї й ё", "kasa dan өк г і и е"),
        ("Ｆｕｌｌ ｶﾞ ﬁ Ⅳ ²", "full ガ fi iv 2"),
        ("パリ バリ が", "パリ バリ が"),
        ("किताब ที่ ក្រុម", "किताब ที่ ក្រុម"),
        ("שָׁלוֹם مُحَمَّد کی ة ـ", "שלום محمد كي ه "),
        ("개발자", "개발자"),
        ("٣ ३ 3", "3 3 3"),
        ("Soft\u00adware\u200b\ufeff ʻo ’", "software 'o '"),
        ("C♯ C＋＋ .NET R＆D ＠home", "c# c++ .net r&d @home"),
        ("", ""),
    ],
)
def test_a_text_is_folded_as_a_reader_takes_it(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert _in_postgresql([text]) == [folded]


def test_what_postgresql_cannot_hold_is_a_space() -> None:
    assert (fold("a\0b"), fold("é\0\ud800b")) == ("a b", "e  b")


@pytest.mark.django_db
def test_every_letter_and_mark_there_is_is_folded_alike_by_both() -> None:
    signs = [
        chr(number)
        for number in range(1, sys.maxunicode + 1)
        if unicodedata.category(chr(number)) not in {*_UNSTORED, "Cn", "Co"}
    ]
    # Hangul and Han are not folded, each; one in a hundred of them stands for them.
    signs = [
        sign
        for sign in signs
        if not ("\u3400" <= sign <= "\ud7a3" or sign >= "\U00020000") or ord(sign) % 97 == 0
    ]
    assert len(signs) > 30_000
    folded = dict(zip(signs, _in_postgresql(signs), strict=True))
    assert {sign: fold(sign) for sign in signs} == folded


@given(texts=st.lists(_TEXTS | _LETTERS, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_is_folded_alike_by_both(texts: list[str], db: None) -> None:
    assert [fold(text) for text in texts] == _in_postgresql(texts)


@given(text=_TEXTS)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lodz", ["Łódź GmbH"]),
        ("ŁÓDŹ gmbh", ["Łódź GmbH"]),
        ("ödz", ["Łódź GmbH"]),
        ("工程", ["高级软件工程师"]),
        ("c++", ["C++"]),
        ("%", ["100%_\\"]),
        ("_\\", ["100%_\\"]),
        ("zzz", []),
        ("\u0301", []),
        ("\0", []),
        ("", ["100%_\\", "C++", "Łódź GmbH", "高级软件工程师"]),
        ("  ", ["100%_\\", "C++", "Łódź GmbH", "高级软件工程师"]),
    ],
)
def test_a_short_text_holds_words_where_it_stands(words: str, found: list[str]) -> None:
    for name in ("Łódź GmbH", "高级软件工程师", "C++", "100%_\\"):
        Publisher.objects.create(name=name)
    rows = Publisher.objects.filter(held_by(words, fields=("name",), most=10))
    assert sorted(rows.values_list("name", flat=True)) == found


@pytest.mark.django_db
def test_nothing_given_is_nothing_folded() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_fold(NULL), core_fold('')")
        assert cursor.fetchone() == (None, "")


@pytest.mark.django_db
def test_an_index_and_a_generated_column_may_be_made_of_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE place"
            " (name text, folded text GENERATED ALWAYS AS (core_fold(name)) STORED);"
            "CREATE INDEX ON place (core_fold(name));"
            "INSERT INTO place (name) VALUES ('Zürich')"
        )
        cursor.execute("SELECT folded FROM place")
        assert cursor.fetchone() == ("zurich",)
