"""The client of whoever words answers: it is asked in OpenAI's words, and nothing of it is in a log."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from trellis.intelligence.answering import chat
from trellis.intelligence.refusals import ModelsAway


@dataclass
class Endpoint:
    """Somebody's API on this machine."""

    status: int = 200
    body: Any = None
    asked: list[Any] = field(default_factory=list)


def answered(text: Any, *, reason: str = "stop") -> dict[str, Any]:
    return {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": reason}]}


@pytest.fixture
def endpoint(settings: Any) -> Iterator[Endpoint]:
    state = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.asked.append((self.path, self.headers["Authorization"], json.loads(body)))
            self.send_response(state.status)
            self.end_headers()
            self.wfile.write(json.dumps(state.body).encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,)).start()
        settings.ANSWERS_URL = f"http://127.0.0.1:{server.server_port}/v1/"
        settings.ANSWERS_KEY, settings.ANSWERS_MODEL = "k3y", "large"
        yield state
        server.shutdown()


def test_it_is_asked_by_its_name_with_its_key(endpoint: Endpoint) -> None:
    endpoint.body = answered(" Hello. ")
    assert chat.say(rules="Be brief.", asked="Who?") == "Hello."
    ((path, key, asked),) = endpoint.asked
    assert (path, key, asked["model"]) == ("/v1/chat/completions", "Bearer k3y", "large")
    assert [each["content"] for each in asked["messages"]] == ["Be brief.", "Who?"]


@pytest.mark.parametrize("status", [307, 401, 429, 500])
def test_a_status_that_is_none_is_no_answer(
    endpoint: Endpoint, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint.status, endpoint.body = status, {"error": "s3cret"}
    with pytest.raises(ModelsAway):
        chat.say(rules="r", asked="a qu3stion")
    assert "no answer of a model" in caplog.text
    assert not any(word in caplog.text for word in ("s3cret", "qu3stion", "k3y"))


@pytest.mark.parametrize("place", range(6))
def test_an_answer_without_words_or_cut_off_is_none(endpoint: Endpoint, place: int) -> None:
    bodies = [[], {"choices": []}, answered(None), answered("  "), answered("To be", reason="length"), "x"]
    endpoint.body = bodies[place]
    with pytest.raises(ModelsAway):
        chat.say(rules="r", asked="a")


def test_others_do_not_wait_where_all_places_are_taken(endpoint: Endpoint) -> None:
    endpoint.body = answered("Hello.")
    with ExitStack() as places:
        for _ in range(3):
            assert chat._PLACES.acquire(blocking=False)
            places.callback(chat._PLACES.release)
        with pytest.raises(ModelsAway):
            chat.say(rules="r", asked="a")
    assert chat.say(rules="r", asked="a") == "Hello."
    assert len(endpoint.asked) == 1


def test_nobody_is_asked_without_an_address_and_a_model(settings: Any) -> None:
    assert not chat.is_there()
    settings.ANSWERS_URL = "https://models.example/v1"
    assert not chat.is_there()
    settings.ANSWERS_MODEL = "large"
    assert chat.is_there()
