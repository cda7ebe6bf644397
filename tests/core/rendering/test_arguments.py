"""What depends on who reads is decided in the statement: a page takes arguments."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection, models
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from tests.core.rendering.toy.models import Author, Book, Publisher
from trellis.core.db.prepared import Argument
from trellis.core.paging.cursors import PreparedKeyset, newest_first, respond
from trellis.core.paging.numbered import respond_numbered
from trellis.core.rendering import Computed, Nest, UncompilableField, compile_page
from trellis.core.rendering.testing import assert_renders_equal


class IsOwn(Computed):
    output = serializers.BooleanField()
    sql = "{author_id} = {viewer_id}"
    arguments = ("viewer_id",)

    def compute(self, row: Book) -> bool | None:
        viewer = self.argument("viewer_id")
        return None if viewer is None else bool(row.author_id == viewer)


class Greeting(Computed):
    output = serializers.CharField()
    sql = "{word} || ', ' || {name} || CASE WHEN {id} = {viewer_id} THEN '!' ELSE '?' END"
    arguments = ("viewer_id", "word")

    def compute(self, row: Author) -> str | None:
        viewer, word = self.argument("viewer_id"), self.argument("word")
        return None if word is None else f"{word}, {row.name}{'!' if row.pk == viewer else '?'}"


class BookSerializer(serializers.ModelSerializer[Book]):
    is_own = IsOwn()

    class Meta:
        model = Book
        fields = ["id", "is_own"]


class AuthorSerializer(serializers.ModelSerializer[Author]):
    greeting = Greeting()
    books = Nest(BookSerializer, order_by=["id"])

    class Meta:
        model = Author
        fields = ["id", "greeting", "books"]


VIEWER, WORD = Argument("viewer_id"), Argument("word", models.TextField())
BOOKS = compile_page(BookSerializer, arguments=[VIEWER])
AUTHORS = compile_page(AuthorSerializer, arguments=[WORD, VIEWER])


@pytest.fixture
def authors(db: None) -> list[Author]:
    home, now = Publisher.objects.create(name="House"), dt.datetime.now(dt.UTC)
    made = [Author.objects.create(name=name, home=home, joined_at=now) for name in ("Ann", "Bob")]
    for author in made:
        Book.objects.create(author=author, title="T", price=1, written_at=now)
    return made


def test_it_prints_what_plain_drf_prints_to_each_viewer(authors: list[Author]) -> None:
    keys = [author.pk for author in authors]
    for viewer in (*keys, 0, 2**40, None):
        for word in ("Hello", "", "'; DROP TABLE x; --", "$1 %s {id}", None):
            assert_renders_equal(AUTHORS, keys, viewer_id=viewer, word=word)


def test_who_reads_decides_what_is_printed(authors: list[Author]) -> None:
    ann, bob = authors
    shown = json.loads(AUTHORS.render([ann.pk, bob.pk], viewer_id=bob.pk, word="Hi"))
    assert [each["greeting"] for each in shown] == ["Hi, Ann?", "Hi, Bob!"]
    assert [each["books"][0]["is_own"] for each in shown] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_it_stays_one_prepared_statement_whoever_reads(authors: list[Author]) -> None:
    connection.close()  # what other tests have had prepared is another session's
    for viewer in (1, 2**40, None):
        AUTHORS.render([authors[0].pk], viewer_id=viewer, word="Hi")
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements")
        assert cursor.fetchall() == [(3,)]


@pytest.mark.parametrize("given", [{}, {"word": "x"}, {"viewer_id": 1, "word": "x", "other": 1}])
@pytest.mark.parametrize("ids", [[], [1]])
def test_a_missing_and_an_unknown_argument_are_refused(given: dict[str, Any], ids: list[int]) -> None:
    with pytest.raises(TypeError, match=r"AuthorSerializer takes \(word, viewer_id\)"):
        AUTHORS.render(ids, **given)


def test_an_argument_that_the_page_does_not_declare_is_refused_at_the_start() -> None:
    with pytest.raises(UncompilableField, match=r"greeting .* argument viewer_id.* does not declare"):
        compile_page(AuthorSerializer, arguments=[WORD])


def test_an_argument_that_no_field_takes_is_refused_at_the_start() -> None:
    with pytest.raises(UncompilableField, match="no field takes its argument word"):
        compile_page(BookSerializer, arguments=[VIEWER, WORD])


def test_a_twin_gets_no_argument_that_its_field_does_not_declare(authors: list[Author]) -> None:
    with pytest.raises(KeyError, match="IsOwn declares no argument word"):
        IsOwn().argument("word")


class TestLists:
    def test_each_style_of_paging_hands_them_on(self, authors: list[Author]) -> None:
        bob = authors[1]
        request = Request(APIRequestFactory().get("/", {"limit": 1, "page_size": 1}))
        found = Book.objects.order_by("-pk")
        page = newest_first(Book.objects.all(), request=request)
        bodies = [
            json.loads(respond(BOOKS, page, request=request, viewer_id=bob.pk).content),
            json.loads(respond_numbered(BOOKS, found, request=request, viewer_id=bob.pk).content)["results"],
            json.loads(
                PreparedKeyset(Book.objects.filter(author_id=Argument("author_id")), BOOKS)
                .page(request=request, author_id=bob.pk, viewer_id=bob.pk)
                .text
            ),
        ]
        book = bob.books.get()
        assert bodies == [[{"id": book.pk, "is_own": True}]] * 3
