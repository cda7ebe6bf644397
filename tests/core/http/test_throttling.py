"""A caller of a view is told how often they may ask, and each one is counted apart."""

import time
from collections import Counter
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.request import Request
from rest_framework.response import Response

from tests.crowd import at_once
from trellis.core.http import throttling
from trellis.core.http.views import ApiView

pytestmark = pytest.mark.django_db


class Counted(ApiView):
    """A view of which one caller may have three a minute."""

    authentication_classes = ()
    permission_classes = ()
    rate_scope = "of_tests"

    def get(self, request: Request) -> Response:
        return Response("done")


@pytest.fixture
def limit(settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {"of_tests": [(3, 60)]}


def ask(address: str = "127.0.0.1", forwarded: str = "") -> Any:
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers={"X-Forwarded-For": forwarded})
    return Counted.as_view()(request)


@pytest.mark.usefixtures("limit")
def test_a_caller_is_told_what_is_left_and_then_when_to_come_again() -> None:
    answers = [ask() for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [answer["X-RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0", "0"]
    for answer in answers:
        assert answer["X-RateLimit-Limit"] == "3"
        assert 0 < int(answer["X-RateLimit-Reset"]) - time.time() <= 62
        assert answer["RateLimit-Policy"] == '"default";q=3;w=60'
        assert answer["RateLimit"].startswith(f'"default";r={answer["X-RateLimit-Remaining"]};t=')
    assert "Retry-After" not in answers[2]
    assert 1 <= int(answers[3]["Retry-After"]) <= 60


@pytest.mark.usefixtures("limit")
def test_each_address_counts_apart_and_a_made_up_one_counts_for_nothing() -> None:
    own = [ask("10.0.0.1", forwarded=f"1.2.3.{n}").status_code for n in range(4)]
    assert own == [200, 200, 200, 429]
    assert ask("10.0.0.2").status_code == 200


@pytest.mark.usefixtures("limit")
def test_switched_off_nothing_is_counted(settings: Any, django_assert_num_queries: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = False
    with django_assert_num_queries(0):
        answers = [ask() for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert not any("X-RateLimit-Limit" in answer for answer in answers)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("limit")
def test_of_a_crowd_exactly_as_many_pass_as_are_allowed(settings: Any) -> None:
    settings.RATE_LIMITS = {"of_tests": [(100, 60), (1000, 3600)]}
    answers = at_once(16, lambda _: [ask().status_code for _ in range(10)])
    assert Counter(code for codes in answers for code in codes) == {200: 100, 429: 60}


def test_an_answer_that_was_not_counted_has_no_such_headers() -> None:
    response = HttpResponse()
    throttling.add_rate_headers(RequestFactory().get("/"), response)
    assert [name for name in response.headers if "rate" in name.lower()] == []
