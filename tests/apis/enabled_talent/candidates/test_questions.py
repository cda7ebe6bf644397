"""Candidates ask, and are answered by one object or event by event; each source can be opened."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.enabled_talent.candidates.conftest import BASE
from tests.core.http.streams.test_events import read
from trellis.config.rate_limits import RATE_LIMITS
from trellis.domain.answers.services import wording

COACH, PROMPT = f"{BASE}career-coach/", f"{BASE}prompt/"
ASKED = [COACH, PROMPT]
_EVENTS = "text/event-stream"


def test_each_source_of_an_answer_can_be_opened(cam: APIClient, has_applied: None) -> None:
    asked = [
        (COACH, "How can I improve my profile?"),
        (COACH, "What am I missing for it?"),
        (PROMPT, "Where do my applications stand?"),
    ]
    for address, question in asked:
        answer = cam.post(address, {"message": question}).json()
        assert list(answer) == ["answer", "sources", "limits", "by"]
        assert answer["by"] == "templates"
        assert answer["sources"], question
        for source in answer["sources"]:
            path = source["url"].partition("/api/")[2]
            assert cam.get(f"/api/{path}").status_code == 200, source["url"]


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize("word", ["message", "prompt", "query"])
def test_a_question_is_taken_by_its_usual_names(robin: APIClient, address: str, word: str) -> None:
    response = robin.post(address, {word: "Where do my applications stand?"})
    assert response.status_code == 200
    assert response.json()["answer"] == "I know nothing of an application of yours: there is none."
    assert response.json()["sources"] == []


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize(
    "body", [{}, {"message": ""}, {"message": 5 * ["x"]}, {"message": "x" * 5001}, {"query": ""}]
)
@pytest.mark.parametrize("accept", ["*/*", _EVENTS])
def test_a_question_that_is_none_is_refused_by_name(
    cam: APIClient, address: str, body: dict[str, Any], accept: str
) -> None:
    response = cam.post(address, body, HTTP_ACCEPT=accept)
    assert (response.status_code, list(response.json())) == (400, ["message"])
    assert response["Content-Type"] == "application/json"


def test_who_asks_for_events_gets_the_same_in_events(cam: APIClient, has_applied: None) -> None:
    body = {"message": "Where do my applications stand?"}
    whole = cam.post(PROMPT, body).json()
    response = cam.post(PROMPT, body, HTTP_ACCEPT=_EVENTS, HTTP_ACCEPT_ENCODING="gzip")
    assert response["Content-Type"] == "text/event-stream; charset=utf-8"
    assert not response.has_header("Content-Encoding")
    events = [(name, json.loads(data)) for name, data in read(response.getvalue())]
    assert [data for name, data in events if name == "source"] == whole["sources"]
    assert "".join(data["text"] for name, data in events if name == "text") == whole["answer"]
    assert events[-1] == ("done", whole)


def test_what_fails_in_the_middle_is_told_and_ends_it(
    cam: APIClient, has_applied: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(draft: object) -> bool:
        raise RuntimeError("s3cret")

    monkeypatch.setattr(wording.chat, "is_there", lambda: True)
    monkeypatch.setattr(wording, "asked_of_model", fail)
    body = {"message": "Where do my applications stand?"}
    events = read(cam.post(PROMPT, body, HTTP_ACCEPT=_EVENTS).getvalue())
    assert [name for name, _ in events] == ["source", "error"]
    assert "s3cret" not in events[-1][1]
    assert json.loads(events[-1][1])["status"] == 500


def test_so_many_questions_a_day_are_answered(cam: APIClient, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**RATE_LIMITS, "answer": [(2, 60)]}
    for status in (200, 200, 429):
        response = cam.post(PROMPT, {"message": "What can you do?"}, HTTP_ACCEPT=_EVENTS)
        assert response.status_code == status
    assert int(response["Retry-After"]) > 0


def test_nobody_is_answered_without_an_account(world: None) -> None:
    assert APIClient().post(COACH, {"message": "Who am I?"}).status_code == 401


def test_what_no_document_names_is_a_404_of_this_door(cam: APIClient) -> None:
    response = cam.get(f"{BASE}no/such/thing")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
