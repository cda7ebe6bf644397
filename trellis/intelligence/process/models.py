"""What the process can compute, each loaded when it is first asked for and used by one request at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from trellis.intelligence.embeddings import NAME

if TYPE_CHECKING:
    from trellis.intelligence.embeddings.minilm import MiniLM

_LONGEST_WAIT = 5.0  # seconds
_MOST_WAITING = 63
MOST_TEXTS = 128
LONGEST_TEXT = 20_000

T = TypeVar("T")


class Asked(Exception):
    """What was asked for cannot be; the message says why."""


class Busy(Exception):
    """Others were first, and take long."""


class Model(Generic[T]):
    """A model that is loaded at first use; at most so many may wait for it at once."""

    def __init__(self, load: Callable[[], T], *, most_waiting: int = _MOST_WAITING) -> None:
        self._load = load
        self._places = threading.BoundedSemaphore(most_waiting + 1)
        self._turn = threading.Lock()
        self._loaded: T | None = None

    @contextmanager
    def turn(self) -> Iterator[T]:
        """Have the model for oneself; raise Busy where that takes too long."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._turn.acquire(timeout=_LONGEST_WAIT):
                raise Busy
            try:
                if self._loaded is None:
                    self._loaded = self._load()
                yield self._loaded
            finally:
                self._turn.release()
        finally:
            self._places.release()


def embeddings(model: Model[MiniLM], asked: Any) -> dict[str, Any]:
    """Answer `POST /v1/embeddings`, as OpenAI's API does."""
    texts = _texts(asked)
    with model.turn() as loaded:
        pieces = [loaded.pieces(text) for text in texts]
        vectors = loaded.embed(pieces).tolist()
    count = sum(map(len, pieces))
    return {
        "object": "list",
        "data": [
            {"object": "embedding", "index": index, "embedding": vector}
            for index, vector in enumerate(vectors)
        ],
        "model": NAME,
        "usage": {"prompt_tokens": count, "total_tokens": count},
    }


def _texts(asked: Any) -> list[str]:
    """Return the texts of a request; raise Asked."""
    if not isinstance(asked, dict) or asked.get("model") != NAME:
        raise Asked(f"The one model here is {NAME}.")
    texts = [asked["input"]] if isinstance(asked.get("input"), str) else asked.get("input")
    if not isinstance(texts, list) or not 0 < len(texts) <= MOST_TEXTS:
        raise Asked(f"input must be a text or a list of 1 to {MOST_TEXTS} texts.")
    if not all(isinstance(text, str) and len(text) <= LONGEST_TEXT for text in texts):
        raise Asked(f"Each text of input must have at most {LONGEST_TEXT} characters.")
    return texts
