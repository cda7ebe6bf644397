"""Asks for embeddings in the words of OpenAI's API: the process of the models, or what an operator names."""

import json
import math
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from trellis.core.outside import outside_of_transactions
from trellis.intelligence.embeddings import DIMENSIONS
from trellis.intelligence.process.asking import Endpoint, no_answer

_SECONDS = 10.0
# Long texts take a tenth of a second each.
_AT_ONCE = 16
_LARGEST_ANSWER = 8 * 1024 * 1024


def embed(texts: Sequence[str]) -> list[list[float]]:
    """Return a vector of length one for each text; raise ModelsAway where none is to be had.

    Never inside a transaction. Of a long text the model looks at the beginning.
    """
    outside_of_transactions()
    starts = range(0, len(texts), _AT_ONCE)
    return [vector for start in starts for vector in _asked(list(texts[start : start + _AT_ONCE]))]


def model_name() -> str:
    """Return what the vectors are of: those of two models cannot be compared."""
    return str(settings.EMBEDDINGS_MODEL)


def _asked(texts: list[str]) -> list[list[float]]:
    endpoint = Endpoint(
        url=settings.EMBEDDINGS_URL, key=settings.EMBEDDINGS_KEY, seconds=_SECONDS, largest=_LARGEST_ANSWER
    )
    asked = {"model": model_name(), "input": texts, **_outside_only()}
    status, body = endpoint.post("/embeddings", json.dumps(asked).encode(), kind="application/json")
    try:
        if status != 200:
            raise ValueError(f"status {status}")
        return _vectors(json.loads(body), count=len(texts))
    except (ValueError, KeyError, TypeError) as error:
        raise no_answer(error) from None


def _outside_only() -> dict[str, Any]:
    """Return what a foreign endpoint must be told, whose models may have other lengths."""
    return {"dimensions": DIMENSIONS, "encoding_format": "float"} if settings.EMBEDDINGS_URL else {}


def _vectors(answer: Any, *, count: int) -> list[list[float]]:
    """Return the vectors of an answer in the order of the texts, at length one; raise ValueError."""
    found = {entry["index"]: [float(number) for number in entry["embedding"]] for entry in answer["data"]}
    return [_unit(found[index]) for index in range(count)]


def _unit(vector: list[float]) -> list[float]:
    length = math.hypot(*vector)
    if len(vector) != DIMENSIONS or not length or not math.isfinite(length):
        raise ValueError("no vector of ours")
    return [number / length for number in vector]
