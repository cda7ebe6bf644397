"""What the published documents print, request by request, and how an answer is held against it."""

import json
from pathlib import Path
from typing import Any


def printed(door: str) -> list[dict[str, Any]]:
    """Return the printed requests of a door with their responses and errors."""
    text = (Path(__file__).parent / f"{door}.json").read_text()
    requests: list[dict[str, Any]] = json.loads(text)
    return requests


def differences(answer: Any, example: Any, path: str = "$") -> list[str]:
    """Return where the keys or JSON types of `answer` are not those of the printed `example`.

    null stands for a value that may be absent, in either; lists are compared by their first item.
    """
    if answer is None or example is None:
        return []
    if type(answer) is not type(example):
        return [f"{path}: {type(answer).__name__} instead of {type(example).__name__}"]
    if isinstance(example, dict):
        return _object_differences(answer, example, path)
    if isinstance(example, list) and answer and example:
        return differences(answer[0], example[0], f"{path}[0]")
    return []


def _object_differences(answer: dict[str, Any], example: dict[str, Any], path: str) -> list[str]:
    # Free-form objects: their keys are data.
    if path.endswith("social_links"):
        return []
    found = [f"{path}: {sorted(set(answer) ^ set(example))}"] if set(answer) != set(example) else []
    for key in set(answer) & set(example):
        found += differences(answer[key], example[key], f"{path}.{key}")
    return found
