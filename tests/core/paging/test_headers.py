"""Numbered pages whose place is told by headers, as soosh-api.md prints them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from tests.core.rendering.toy.models import Author
from tests.core.rendering.toy.serializers import author_page
from trellis.core.paging.headers import add_page_headers, counted_page, respond_counted

Authors = Callable[[int], list[int]]


class Listed(APIView):
    """The authors of age 7, the newest first."""

    permission_classes = ()
    authentication_classes = ()

    def get(self, request: Request) -> HttpResponse:
        rows = Author.objects.filter(age=7).order_by("-pk")
        return respond_counted(author_page, counted_page(rows, request=request))


class Wrapped(Listed):
    """The same as the document wraps some lists."""

    def get(self, request: Request) -> Response:  # type: ignore[override]
        page = counted_page(Author.objects.filter(age=7).order_by("-pk"), request=request)
        place = {"page": page.number, "limit": page.size, "total": page.total, "pages": page.pages}
        response = Response({"authors": page.ids, "pagination": place})
        add_page_headers(response, page)
        return response


def get(view: type[APIView] = Listed, **query: Any) -> Any:
    return view.as_view()(APIRequestFactory().get("/authors/", query))


def ids_of(response: Any) -> list[int]:
    return [each["id"] for each in json.loads(response.content)]


def told(response: Any) -> tuple[str, str, str]:
    headers = response.headers
    return headers["X-Total-Count"], headers["X-Page"], headers["X-Page-Size"]


def test_without_parameters_it_is_the_first_twenty(authors: Authors) -> None:
    keys = authors(21)[::-1]
    response = get()
    assert ids_of(response) == keys[:20]
    assert told(response) == ("21", "1", "20")
    assert response.headers["Content-Type"] == "application/json"


def test_every_row_is_on_just_one_page(authors: Authors) -> None:
    keys = authors(7)[::-1]
    pages = [get(page=number, limit=3) for number in (1, 2, 3)]
    assert [ids_of(page) for page in pages] == [keys[:3], keys[3:6], keys[6:]]
    assert [told(page) for page in pages] == [("7", "1", "3"), ("7", "2", "3"), ("7", "3", "3")]


@pytest.mark.parametrize("number", [2, 1_000_000])
def test_a_page_behind_the_last_is_empty(authors: Authors, number: int) -> None:
    authors(2)
    response = get(page=number, limit=100)
    assert (response.status_code, response.content) == (200, b"[]")
    assert told(response) == ("2", str(number), "100")


def test_no_rows_are_an_empty_page(db: None) -> None:
    assert get().content == b"[]"
    assert told(get()) == ("0", "1", "20")
    assert get(Wrapped).data["pagination"]["pages"] == 0


_NONE = ("0", "-1", "abc", "1.5", "NaN", "1\x00", "٣x", "9" * 30, "9" * 5000, "1e9")


@pytest.mark.parametrize(
    ("name", "value"),
    [("page", each) for each in (*_NONE, "1000001")] + [("limit", each) for each in (*_NONE, "101")],
)
def test_a_bad_value_is_the_callers_fault_and_named(db: None, name: str, value: str) -> None:
    response = get(**{name: value})
    assert response.status_code == 400
    assert set(response.data) == {name}


def test_both_bad_values_are_named(db: None) -> None:
    assert set(get(page="x", limit="y").data) == {"page", "limit"}


def test_a_body_of_another_form_has_the_same_headers(authors: Authors) -> None:
    keys = authors(3)[::-1]
    response = get(Wrapped, page=2, limit=2)
    assert response.data == {
        "authors": keys[2:],
        "pagination": {"page": 2, "limit": 2, "total": 3, "pages": 2},
    }
    assert told(response) == ("3", "2", "2")


def test_it_takes_the_same_few_queries_whatever_its_length(authors: Authors) -> None:
    authors(30)
    for limit in (1, 30):
        with CaptureQueriesContext(connection) as queries:
            get(limit=limit)
        assert len(queries) == 3
