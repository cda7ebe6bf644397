"""What is not there yet says so in a sentence; what was sent wrongly is told first."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.enabled_talent.candidates.conftest import BASE

ASKED = [f"{BASE}career-coach/", f"{BASE}prompt/"]


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize("word", ["message", "prompt", "query"])
def test_a_question_is_taken_by_its_usual_names(cam: APIClient, address: str, word: str) -> None:
    response = cam.post(address, {word: "How do I begin?"})
    assert (response.status_code, list(response.json())) == (503, ["detail"])
    assert response.json()["detail"].endswith("is not available yet.")
    assert int(response["Retry-After"]) > 60


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize(
    "body", [{}, {"message": ""}, {"message": 5 * ["x"]}, {"message": "x" * 5001}, {"query": ""}]
)
def test_a_question_that_is_none_is_refused_by_name(
    cam: APIClient, address: str, body: dict[str, Any]
) -> None:
    response = cam.post(address, body)
    assert (response.status_code, list(response.json())) == (400, ["message"])


def test_what_no_document_names_is_a_404_of_this_door(cam: APIClient) -> None:
    response = cam.get(f"{BASE}no/such/thing")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
