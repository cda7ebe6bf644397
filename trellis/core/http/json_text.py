"""JSON text from outside: a request's body and a socket's message are read here alike."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any

# No document of ours is nested a tenth as deeply; whoever walks through one may do so by recursion.
DEEPEST = 100
# A backslash is in a string, and escapes what follows unless it is escaped itself.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class NotJSON(ValueError):
    """The text is no JSON that we take; the argument says why, for who wrote the client."""


def read_json(text: str) -> Any:
    """Return the document; raise NotJSON.

    Beside what breaks the grammar, refuse what nobody could answer with or store: numbers that are
    none (NaN, Infinity, 1e400), half a character, and nesting below DEEPEST levels.
    """
    try:
        document = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise NotJSON("nested too deeply") from None
    except ValueError as error:
        raise NotJSON(str(error)) from None
    if text.count("[") + text.count("{") > DEEPEST and _is_too_deep(document):
        raise NotJSON("nested too deeply")
    if "\\ud" in text.lower() and not _has_whole_characters(document):
        raise NotJSON("lone surrogate")
    return document


def holds_nul(text: str) -> bool:
    """Tell whether a name or a text of this JSON has the null character, which PostgreSQL cannot hold.

    A serializer refuses it by the field's name; who has no serializer asks here.
    """
    return "\\u0000" in text and _NUL.search(text) is not None


def _refuse_constant(name: str) -> None:
    raise NotJSON(f"{name} is no number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise NotJSON("number out of range")
    return number


def _is_too_deep(document: Any) -> bool:
    level = _containers([document])
    for _ in range(DEEPEST):
        level = _containers(
            inner for outer in level for inner in (outer.values() if isinstance(outer, dict) else outer)
        )
    return bool(level)


def _containers(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, dict | list)]


def _has_whole_characters(document: Any) -> bool:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
