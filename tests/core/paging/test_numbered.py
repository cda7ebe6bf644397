"""Numbered pages as Django REST framework words them, found and counted in two statements or in one."""

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
from trellis.core.paging.numbered import respond_numbered

Authors = Callable[[int], list[int]]
Get = Callable[..., Any]


class TwoScans(APIView):
    """The authors of age 7, the newest first."""

    permission_classes = ()
    authentication_classes = ()
    in_one_scan = False
    queries = 3

    def get(self, request: Request) -> HttpResponse:
        rows = Author.objects.filter(age=7).order_by("-pk")
        return respond_numbered(author_page, rows, request=request, in_one_scan=self.in_one_scan)


class OneScan(TwoScans):
    """The same, counted while it is found."""

    in_one_scan = True
    queries = 2


@pytest.fixture(params=[TwoScans, OneScan])
def get(request: pytest.FixtureRequest, db: None) -> Get:
    """Ask the view with query parameters."""

    def answer(**query: Any) -> Response:
        response: Response = request.param.as_view()(APIRequestFactory().get("/authors/", query))
        return response

    answer.queries = request.param.queries  # type: ignore[attr-defined]
    return answer


def read(response: Any) -> tuple[int, str | None, str | None, list[int]]:
    body = json.loads(response.content)
    assert list(body) == ["count", "next", "previous", "results"]
    return body["count"], body["next"], body["previous"], [each["id"] for each in body["results"]]


def test_without_parameters_it_is_the_first_twenty(get: Get, authors: Authors) -> None:
    keys = authors(21)[::-1]
    assert read(get()) == (21, "http://testserver/authors/?page=2", None, keys[:20])


def test_the_addresses_lead_to_every_row_once(get: Get, authors: Authors) -> None:
    keys, root = authors(5)[::-1], "http://testserver/authors/?"
    first, second, last = (read(get(page=number, page_size=2)) for number in (1, 2, "last"))
    assert first == (5, f"{root}page=2&page_size=2", None, keys[:2])
    assert second == (5, f"{root}page=3&page_size=2", f"{root}page_size=2", keys[2:4])
    assert last == (5, None, f"{root}page=2&page_size=2", keys[4:])


def test_no_rows_are_one_empty_page(get: Get) -> None:
    assert read(get()) == (0, None, None, [])


@pytest.mark.parametrize(
    "number", ["0", "-1", "4", "x", "1.5", "1000001", "9" * 30, "9" * 5000, "1\x00", "٣x"]
)
def test_a_page_that_is_not_there_is_not_found(get: Get, authors: Authors, number: str) -> None:
    authors(5)
    assert get(page=number, page_size=2).status_code == 404


@pytest.mark.parametrize(("size", "shown"), [("100", 100), ("101", 100), ("0", 20), ("x", 20), ("-1", 20)])
def test_a_size_is_held_within_its_bounds_and_one_that_is_none_is_the_usual(
    get: Get, authors: Authors, size: str, shown: int
) -> None:
    authors(101)
    assert len(read(get(page_size=size))[3]) == shown


def test_it_takes_the_same_few_queries_whatever_its_length(get: Get, authors: Authors) -> None:
    authors(30)
    for size in (1, 30):
        with CaptureQueriesContext(connection) as queries:
            get(page_size=size)
        assert len(queries) == get.queries  # type: ignore[attr-defined]
