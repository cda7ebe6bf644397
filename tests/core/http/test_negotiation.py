"""Which renderer answers is DRF's choice, also where it is made without weighing."""

from typing import Any

import pytest
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from trellis.core.http.views import ApiView, Negotiation


class Lines(BaseRenderer):
    media_type = "text/csv"
    format = "csv"


def chosen(by: DefaultContentNegotiation, query: str, headers: dict[str, str], suffix: str | None) -> Any:
    request = Request(APIRequestFactory().get(f"/{query}", headers=headers))
    renderers = [JSONRenderer(), Lines()]
    try:
        renderer, media_type = by.select_renderer(request, renderers, suffix)
    except NotAcceptable:
        return None
    return renderers.index(renderer), media_type


@pytest.mark.parametrize(
    "accept", [None, "*/*", "text/csv", "text/*, */*;q=0.1", "*/*; a=b", "image/png", ""]
)
@pytest.mark.parametrize(
    ("query", "suffix"), [("", None), ("?format=csv", None), ("?format=", None), ("", "csv")]
)
def test_it_is_the_choice_of_drf(accept: str | None, query: str, suffix: str | None) -> None:
    headers = {} if accept is None else {"accept": accept}
    ours, theirs = (chosen(by, query, headers, suffix) for by in (Negotiation(), DefaultContentNegotiation()))
    assert ours == theirs


def test_the_views_of_doors_have_it() -> None:
    assert isinstance(ApiView().get_content_negotiator(), Negotiation)
