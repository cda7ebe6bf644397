"""For tests: a compiled page and plain DRF must give the same JSON."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from rest_framework.renderers import JSONRenderer

from trellis.core.rendering.page import CompiledPage


def assert_renders_equal(
    page: CompiledPage, ids: Iterable[Any], *, using: str = DEFAULT_DB_ALIAS, **arguments: Any
) -> None:
    """Fail with the path of the first difference between the page and what plain DRF makes."""
    keys = list(ids)
    rendered = page.render(keys, using=using, **arguments)
    plain = render_plainly(page, keys, using=using, **arguments)
    difference = first_difference(json.loads(rendered), json.loads(plain))
    if difference is not None:
        raise AssertionError(f"{page.serializer_class.__name__}: {difference}")


def render_plainly(
    page: CompiledPage, ids: Iterable[Any], *, using: str = DEFAULT_DB_ALIAS, **arguments: Any
) -> bytes:
    """Return the same page through ordinary DRF, with as many queries as that takes."""
    keys = [page.key(str(each)) for each in ids]
    rows = page.model._base_manager.using(using).in_bulk(keys)
    found = [rows[key] for key in keys if key in rows]
    text: bytes = JSONRenderer().render(page.serializer_class(found, many=True, context=arguments).data)
    return text


def first_difference(rendered: Any, plain: Any, path: str = "$") -> str | None:
    """Return where two parsed JSON texts first differ: in value, its type or the order of keys."""
    if isinstance(rendered, dict) and isinstance(plain, dict):
        if list(rendered) != list(plain):
            return f"{path} has keys {list(rendered)}, in plain DRF {list(plain)}"
        steps = [(f"{path}.{key}", rendered[key], plain[key]) for key in rendered]
    elif isinstance(rendered, list) and isinstance(plain, list):
        if len(rendered) != len(plain):
            return f"{path} has {len(rendered)} items, in plain DRF {len(plain)}"
        steps = [(f"{path}[{place}]", *pair) for place, pair in enumerate(zip(rendered, plain, strict=True))]
    else:
        is_equal = rendered == plain and type(rendered) is type(plain)
        return None if is_equal else f"{path} is {rendered!r}, in plain DRF {plain!r}"
    differences = (first_difference(ours, theirs, where) for where, ours, theirs in steps)
    return next((found for found in differences if found), None)
