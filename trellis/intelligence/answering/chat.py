"""Asks a model for words, in the words of OpenAI's API: none but what an operator names (docs/models.md)."""

import json
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings

from trellis.core.outside import outside_of_transactions
from trellis.intelligence.process.asking import Endpoint, no_answer
from trellis.intelligence.refusals import ModelsAway

_SECONDS = 20.0
_LARGEST_ANSWER = 256 * 1024
_MOST_TOKENS = 700
# Of the threads of a process so many wait for words; the others have requests to answer.
_PLACES = BoundedSemaphore(3)


def is_there() -> bool:
    """Tell whether an operator has named an endpoint and its model."""
    return bool(settings.ANSWERS_URL and settings.ANSWERS_MODEL)


def say(*, rules: str, asked: str) -> str:
    """Return what the model answers to `asked` by these rules; raise ModelsAway, also where others wait.

    Never inside a transaction. What is asked and answered is in no log.
    """
    outside_of_transactions()
    if not _PLACES.acquire(blocking=False):
        raise ModelsAway
    try:
        return _asked(rules, asked)
    finally:
        _PLACES.release()


def _asked(rules: str, asked: str) -> str:
    endpoint = Endpoint(
        url=settings.ANSWERS_URL, key=settings.ANSWERS_KEY, seconds=_SECONDS, largest=_LARGEST_ANSWER
    )
    body = {
        "model": settings.ANSWERS_MODEL,
        "messages": [{"role": "system", "content": rules}, {"role": "user", "content": asked}],
        "max_tokens": _MOST_TOKENS,
        "temperature": 0,
    }
    status, answer = endpoint.post("/chat/completions", json.dumps(body).encode(), kind="application/json")
    try:
        if status != 200:
            raise ValueError(f"status {status}")
        return _words(json.loads(answer))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise no_answer(error) from None


def _words(answer: Any) -> str:
    """Return the words of an answer; raise ValueError where there are none, or they were cut off."""
    choice = answer["choices"][0]
    text = choice["message"]["content"]
    if not isinstance(text, str) or not text.strip() or choice.get("finish_reason") == "length":
        raise ValueError("no words")
    return text.strip()
