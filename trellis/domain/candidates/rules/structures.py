"""Objects and lists that clients send and get back as they sent them: of what size and depth."""

import json
from collections.abc import Iterator
from typing import Any

from trellis.domain.candidates.rules.limits import DEEPEST_STRUCTURE, LARGEST_STRUCTURE


def fault_of(value: Any) -> str:
    """Return why this cannot be kept as it is, "" where it can."""
    if not isinstance(value, dict | list):
        return "This must be an object or a list."
    if len(json.dumps(value, ensure_ascii=False).encode(errors="replace")) > LARGEST_STRUCTURE:
        return f"This must not be longer than {LARGEST_STRUCTURE} bytes."
    level = [value]
    for _ in range(DEEPEST_STRUCTURE):
        if any("\x00" in text for one in level for text in _texts(one)):
            return "Null characters are not allowed."
        level = [inner for one in level for inner in _parts(one) if isinstance(inner, dict | list)]
    return f"This must not be nested deeper than {DEEPEST_STRUCTURE} levels." if level else ""


def _parts(value: Any) -> Iterator[Any]:
    yield from value.values() if isinstance(value, dict) else value


def _texts(value: Any) -> Iterator[str]:
    """Give the names and texts right in a structure, without those further down."""
    if isinstance(value, dict):
        yield from value
    yield from (part for part in _parts(value) if isinstance(part, str))
