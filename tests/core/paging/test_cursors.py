"""A walk along the `Link` headers meets every row once, and bad parameters are the client's fault.

Lists that are asked for without parameters: test_whole.py.
"""

import datetime as dt
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import RequestFactory
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from tests.core.rendering.toy.models import Author
from tests.core.rendering.toy.serializers import author_page
from trellis.core.db.prepared import Argument
from trellis.core.http.views import ApiView
from trellis.core.paging.cursors import (
    MAX_LIMIT,
    PreparedKeyset,
    newest_first,
    respond,
    respond_rendered,
)

NOW = dt.datetime(2030, 5, 5, tzinfo=dt.UTC)
Get = Callable[..., Any]

_BY_AGE = PreparedKeyset(Author.objects.filter(age=Argument("age")), author_page)


class Plain(ApiView):
    """The authors of age 7, asked through the ORM."""

    permission_classes = ()
    authentication_classes = ()

    queries = 2

    def get(self, request: Request) -> HttpResponseBase:
        return respond(
            author_page, newest_first(Author.objects.filter(age=7), request=request), request=request
        )


class Prepared(Plain):
    """The same, asked as one prepared statement."""

    queries = 1

    def get(self, request: Request) -> HttpResponseBase:
        return respond_rendered(_BY_AGE.page(request=request, age=7), request=request)


@pytest.fixture(params=[Plain, Prepared])
def get(request: pytest.FixtureRequest, db: None) -> Get:
    """Ask the view for an address, or with query parameters."""

    def answer(address: str = "/authors/", **query: Any) -> Response:
        response: Response = request.param.as_view()(APIRequestFactory().get(address, query))
        return response

    return answer


def ids_of(response: Any) -> list[int]:
    return [each["id"] for each in json.loads(response.getvalue())]


def next_of(response: Any) -> str | None:
    found = re.fullmatch(r'<([^>]*)>; rel="next"', response.headers.get("Link", ""))
    assert found or "Link" not in response.headers
    return found[1] if found else None


def cursor(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


def test_without_parameters_it_is_the_plain_list_newest_first(
    get: Get, authors: Callable[[int], list[int]]
) -> None:
    keys = authors(5)
    response = get()
    assert ids_of(response) == keys[::-1]
    assert next_of(response) is None
    assert response.headers["Content-Type"] == "application/json"


def test_no_rows_are_an_empty_list(get: Get) -> None:
    assert get().content == b"[]"
    assert next_of(get(limit=1)) is None


@pytest.mark.parametrize("query", [{"limit": MAX_LIMIT}, {"cursor": cursor("before:" + "9" * 18)}])
def test_who_pages_gets_at_most_the_largest_page_and_a_link_on(
    get: Get, authors: Callable[[int], list[int]], query: dict[str, Any]
) -> None:
    keys = authors(MAX_LIMIT + 1)[::-1]
    first = get(**query)
    assert ids_of(first) == keys[:MAX_LIMIT]
    second = get(next_of(first))
    assert ids_of(second) == keys[MAX_LIMIT:]
    assert next_of(second) is None


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8, 20, 21, 50, 51, 100])
def test_a_walk_meets_every_row_once_in_order(
    get: Get, authors: Callable[[int], list[int]], limit: int
) -> None:
    keys = authors(7)[::-1]
    address: str | None = f"http://testserver/authors/?limit={limit}"
    pages: list[list[int]] = []
    while address is not None:
        response = get(address)
        pages.append(ids_of(response))
        address = next_of(response)
    assert [key for page in pages for key in page] == keys
    assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
    assert 1 <= len(pages[-1]) <= limit


def test_rows_that_come_and_go_meanwhile_neither_repeat_nor_hide_others(
    get: Get, authors: Callable[[int], list[int]]
) -> None:
    keys = authors(12)[::-1]
    first = get(limit=4)
    seen = ids_of(first)
    # One of the page seen, its last row (which the cursor names), and one that is still to come.
    Author.objects.filter(pk__in=[seen[0], seen[-1], keys[6]]).delete()
    authors(3)
    second = get(next_of(first))
    seen += ids_of(second)
    Author.objects.filter(pk__in=seen).delete()
    authors(3)
    third = get(next_of(second))
    seen += ids_of(third)
    assert seen == [key for key in keys if key != keys[6]]
    assert next_of(third) is None


def test_the_link_keeps_the_other_parameters_and_escapes_them(
    get: Get, authors: Callable[[int], list[int]]
) -> None:
    authors(3)
    address = next_of(get(limit=1, q='ü&x=">;<'))
    assert address is not None
    assert address.startswith("http://testserver/authors/?")
    query = RequestFactory().get(address).GET
    assert (query["limit"], query["q"], query.getlist("cursor")) == ("1", 'ü&x=">;<', [query["cursor"]])


@pytest.mark.parametrize("query", [{"page": "7", "offset": "1"}, {"limit": ""}, {"cursor": ""}])
def test_parameters_that_are_not_ours_or_empty_are_as_none(
    get: Get, authors: Callable[[int], list[int]], query: dict[str, str]
) -> None:
    keys = authors(2)
    assert ids_of(get(**query)) == keys[::-1]


@pytest.mark.parametrize(
    "limit",
    ["0", "-1", str(MAX_LIMIT + 1), "1e9", "abc", " ", "1.5", "NaN", "9" * 30, "9" * 5000, "1\x00", "٣x"],
)
def test_a_bad_limit_is_a_400_that_names_it(get: Get, limit: str) -> None:
    response = get(limit=limit)
    assert (response.status_code, list(response.data)) == (400, ["limit"])


@pytest.mark.parametrize(
    "bad",
    [
        "abc",
        "%%%",
        "before:5",
        cursor("after:5"),
        cursor("before:"),
        cursor("before:-5"),
        cursor("before:+5"),
        cursor("before:5.0"),
        cursor("before:1e3"),
        cursor("before:5:6"),
        cursor("before:5\x00"),
        cursor("before:٣"),
        cursor("before: 5"),
        cursor("5"),
        cursor("before:" + "9" * 19),
        cursor("before:" + "9" * 200),
        "ü",
        "a\x00b",
        "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
        cursor("before:5")[:-1],
        "A" * 101,
    ],
)
def test_a_bad_cursor_is_a_400_that_names_it(get: Get, bad: str) -> None:
    response = get(cursor=bad)
    assert (response.status_code, list(response.data)) == (400, ["cursor"])


def test_both_bad_parameters_are_named(get: Get) -> None:
    assert set(get(limit="x", cursor="x").data) == {"limit", "cursor"}


def test_a_cursor_before_every_row_is_an_empty_page(get: Get, authors: Callable[[int], list[int]]) -> None:
    keys = authors(1)
    assert ids_of(get(cursor=cursor(f"before:{keys[0]}"))) == []
    assert ids_of(get(cursor=cursor("before:0"))) == []
    assert ids_of(get(cursor=cursor("before:" + "9" * 18))) == keys


@pytest.mark.parametrize("view", [Plain, Prepared])
def test_a_page_costs_the_same_queries_however_deep(
    view: type[Plain], authors: Callable[[int], list[int]], django_assert_num_queries: Any
) -> None:
    keys = authors(30)
    for deep in (keys[-1], keys[3]):
        asked = APIRequestFactory().get("/authors/", {"limit": 2, "cursor": cursor(f"before:{deep}")})
        with django_assert_num_queries(view.queries):
            assert ids_of(view.as_view()(asked))


def test_all_limits_together_keep_three_prepared_statements(
    authors: Callable[[int], list[int]], transactional_db: None
) -> None:
    authors(3)
    connection.close()
    for limit in range(1, MAX_LIMIT + 1):
        Prepared.as_view()(APIRequestFactory().get("/authors/", {"limit": limit}))
    with connection.cursor() as asking:
        asking.execute("SELECT count(*) FROM pg_prepared_statements")
        assert asking.fetchone() == (3,)
    connection.close()
