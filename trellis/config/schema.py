"""The OpenAPI description, of all doors and of one: made once in each process, when it is first asked for."""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from threading import Lock
from typing import Any, cast

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from trellis.config.doors import ROUTED, Door, door_of

_REFERENCE = "$ref"
_making = Lock()


@dataclass(frozen=True)
class Description:
    """One description, ready to be sent."""

    document: dict[str, Any]
    json: bytes
    etag: str

    @cached_property
    def yaml(self) -> bytes:
        """Return it as YAML, which takes as long as to make it, and few ask for it."""
        return as_yaml(self.document)


def description(door: str = "") -> Description:
    """Return the description of all doors, or of the one with this key; raise KeyError for none such."""
    # The generator keeps warnings and names in module globals.
    with _making:
        return _description(door)


def generate() -> dict[str, Any]:
    """Return the description of every door, made anew."""
    # drf-spectacular has no types.
    schema: dict[str, Any] = cast(Any, SchemaGenerator)().get_schema(request=None, public=True)
    return schema


def as_yaml(document: dict[str, Any]) -> bytes:
    """Return the document as YAML, as docs/openapi.yaml has it."""
    rendered: bytes = cast(Any, OpenApiYamlRenderer)().render(document, renderer_context={})
    return rendered


@cache
def _description(door: str) -> Description:
    if not door:
        return _ready(generate())
    known = {each.key: each for each in ROUTED}[door]
    return _ready(_of_door(_description("").document, known))


def _ready(document: dict[str, Any]) -> Description:
    # Limits may be decimals.
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=float).encode()
    return Description(document, text, sha256(text).hexdigest()[:32])


def _of_door(document: dict[str, Any], door: Door) -> dict[str, Any]:
    """Return the part of the description that is about one door, with the components that it uses."""
    paths = {path: item for path, item in document["paths"].items() if door_of(path) == door}
    parts = document.get("components", {})
    known = parts.get("schemas", {})
    used: set[str] = set()
    waiting = _named_in(paths)
    while waiting:
        used |= waiting
        waiting = set().union(*(_named_in(known[each]) for each in waiting)) - used
    info = {**document["info"], "title": f"{document['info']['title']}: {door.name}"}
    schemas = {key: schema for key, schema in known.items() if key in used}
    return {**document, "info": info, "paths": paths, "components": {**parts, "schemas": schemas}}


def _named_in(part: Any) -> set[str]:
    """Return the names of the schemas that `part` refers to."""
    if isinstance(part, list):
        return set().union(*map(_named_in, part))
    if not isinstance(part, dict):
        return set()
    here = {part[_REFERENCE].rpartition("/")[2]} if isinstance(part.get(_REFERENCE), str) else set()
    return here.union(*map(_named_in, part.values()))
