"""The one client, of our own process and of an operator's endpoint."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import transaction

from tests.intelligence.support import models
from trellis.intelligence.embeddings import DIMENSIONS, NAME
from trellis.intelligence.embeddings.client import embed
from trellis.intelligence.process.server import answers_of
from trellis.intelligence.refusals import ModelsAway


def answer(*vectors: Any) -> dict[str, Any]:
    # Backwards: the index counts, not the place.
    data = [{"index": index, "embedding": vector} for index, vector in enumerate(vectors)]
    return {"data": data[::-1]}


def vector(first: float) -> list[float]:
    return [first, *[0.0] * (DIMENSIONS - 2), 3.0]


def test_it_asks_our_process_in_pieces_and_gives_vectors_of_length_one(settings: Any, tmp_path: Path) -> None:
    # Too deep for a socket: it lies elsewhere then.
    settings.DATA_DIR = tmp_path / ("deep" * 30)
    asked: list[dict[str, Any]] = []

    def embeddings(given: dict[str, Any]) -> dict[str, Any]:
        asked.append(given)
        return answer(*(vector(float(text)) for text in given["input"]))

    with models(settings.DATA_DIR, {"/v1/embeddings": embeddings}):
        found = embed(["4", "0", *map(str, range(15))])
    assert (found[0][0], found[0][-1], found[1][-1], len(found)) == (0.8, 0.6, 1, 17)
    assert [len(given.pop("input")) for given in asked] == [16, 1]
    assert asked == [{"model": NAME}] * 2


@pytest.mark.parametrize(
    "given",
    [
        [1],
        {"data": []},
        answer([1.0]),
        answer([0.0] * DIMENSIONS),
        answer(["x"] * DIMENSIONS),
        answer([float("nan")] * DIMENSIONS),
        {"data": [{"index": 1, "embedding": vector(1)}]},
    ],
)
def test_an_answer_that_is_none_is_no_answer(given: Any, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with models(tmp_path, {"/v1/embeddings": lambda _: given}), pytest.raises(ModelsAway):
        embed(["a"])


def test_it_says_so_where_nobody_answers_or_the_weights_are_missing(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA_DIR = tmp_path
    with pytest.raises(ModelsAway):
        embed(["a"])
    with models(tmp_path, answers_of(tmp_path)) as path, pytest.raises(ModelsAway):
        embed(["a"])
    assert "`make data` installs it" in capsys.readouterr().err
    path.touch()
    with pytest.raises(ModelsAway):
        embed(["a"])


@pytest.mark.django_db
def test_it_is_refused_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        embed(["a"])


@dataclass
class Endpoint:
    """Somebody else's API on this machine."""

    status: int = 200
    body: bytes = b""
    asked: list[Any] = field(default_factory=list)


@pytest.fixture
def endpoint(settings: Any) -> Iterator[Endpoint]:
    state = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.asked.append((self.path, self.headers["Authorization"], json.loads(body)))
            self.send_response(state.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(state.body)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,)).start()
        settings.EMBEDDINGS_URL = f"http://127.0.0.1:{server.server_port}/api/v1/"
        settings.EMBEDDINGS_KEY, settings.EMBEDDINGS_MODEL = "k3y", "large"
        yield state
        server.shutdown()


def test_an_operators_endpoint_is_asked_with_its_key_for_vectors_of_our_length(endpoint: Endpoint) -> None:
    endpoint.body = json.dumps(answer(vector(4))).encode()
    assert embed(["a"])[0][0] == 0.8
    asked = {"model": "large", "input": ["a"], "dimensions": DIMENSIONS, "encoding_format": "float"}
    assert endpoint.asked == [("/api/v1/embeddings", "Bearer k3y", asked)]
    for status in (307, 401, 429, 500):
        endpoint.status = status
        with pytest.raises(ModelsAway):
            embed(["a"])
    assert len(endpoint.asked) == 5
