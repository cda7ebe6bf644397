"""What the process answers, and to whom."""

import fcntl
import json
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from tests.intelligence.support import models
from trellis.intelligence.embeddings import NAME
from trellis.intelligence.process import models as computing
from trellis.intelligence.process.models import LONGEST_TEXT, MOST_TEXTS, Model, embeddings
from trellis.intelligence.process.server import AlreadyServed, serve_models


class Numbers:
    """As they are."""

    def tolist(self) -> list[list[float]]:
        return [[0.5]]


class Toy:
    """A model of which nothing is loaded, and which waits where it is told to."""

    def __init__(self) -> None:
        self.loads = 0
        self.begun, self.go_on = Event(), Event()

    def load(self) -> "Toy":
        self.loads += 1
        return self

    def pieces(self, text: str) -> list[int]:
        if text == "wait":
            self.begun.set()
            self.go_on.wait(10)
        return [1, 2, 3]

    def embed(self, _: list[list[int]]) -> Numbers:
        return Numbers()


@pytest.fixture
def toy() -> Toy:
    return Toy()


@pytest.fixture
def path(toy: Toy, tmp_path: Path) -> Iterator[Path]:
    model: Any = Model(toy.load)
    with models(tmp_path, {"/v1/embeddings": lambda asked: embeddings(model, asked)}) as path:
        yield path


def ask(
    path: Path, body: bytes, *, address: str = "/v1/embeddings", length: str | None = None
) -> tuple[int, str, Any]:
    size = str(len(body)) if length is None else length
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
        client.sendall(f"POST {address} HTTP/1.1\r\nContent-Length: {size}\r\n\r\n".encode() + body)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    head, _, content = answer.decode().partition("\r\n\r\n")
    return int(head.split()[1]), head, json.loads(content)


def asking(text: Any, model: str = NAME) -> bytes:
    return json.dumps({"model": model, "input": text}).encode()


def test_it_answers_as_the_api_does_and_loads_once(path: Path, toy: Toy) -> None:
    assert toy.loads == 0
    for text in ("a", ["a"]):
        status, _, content = ask(path, asking(text))
        assert (status, content["model"], content["usage"]["total_tokens"]) == (200, NAME, 3)
        assert content["data"] == [{"object": "embedding", "index": 0, "embedding": [0.5]}]
    assert toy.loads == 1
    # Nobody else of this machine can ask.
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("body", "options", "sentence"),
    [
        (b"{", {}, "no JSON"),
        (b"[" * 100_000, {}, "no JSON"),
        (b"[]", {}, "The one model here"),
        (asking("a", "other"), {}, "The one model here"),
        (asking([]), {}, "1 to 128 texts"),
        (asking(None), {}, "1 to 128 texts"),
        (asking(["a"] * (MOST_TEXTS + 1)), {}, "1 to 128 texts"),
        (asking([1]), {}, "Each text"),
        (asking("a" * (LONGEST_TEXT + 1)), {}, "Each text"),
        (asking("a"), {"address": "/v1/audio/speech"}, "no such address"),
        (b"", {"length": "5000000"}, "at most 4194304 bytes"),
        (b"", {"length": "-1"}, "at most 4194304 bytes"),
    ],
)
def test_what_cannot_be_is_refused(path: Path, body: bytes, options: dict[str, str], sentence: str) -> None:
    status, _, content = ask(path, body, **options)
    assert (status, content["error"]["type"]) == (400, "invalid_request_error")
    assert sentence in content["error"]["message"]


def test_one_at_a_time_has_the_model_and_who_waits_long_is_sent_away(
    path: Path, toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computing, "_LONGEST_WAIT", 0.01)
    first: list[int] = []
    thread = Thread(target=lambda: first.append(ask(path, asking("wait"))[0]))
    thread.start()
    assert toy.begun.wait(10)
    status, head, _ = ask(path, asking("a"))
    assert status == 503 and "Retry-After: 1" in head
    toy.go_on.set()
    thread.join()
    assert first == [200]
    assert ask(path, asking("a"))[0] == 200


def test_a_second_process_of_a_data_directory_is_refused(path: Path, tmp_path: Path) -> None:
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(AlreadyServed):
            serve_models(data_dir=tmp_path, data=tmp_path, patient=False)
    assert ask(path, asking("a"))[0] == 200
