"""Display names of choices: `source="get_gender_display"`."""

import inspect
import json
from functools import partialmethod
from typing import Any

from rest_framework import serializers

from trellis.core.rendering.errors import UncompilableField
from trellis.core.rendering.kinds import Kind, Value
from trellis.core.rendering.rows import literal
from trellis.core.rendering.values import AnyField, expect, owner_of


def json_of_choice_name(field: AnyField, value: Value) -> str:
    """Return SQL for the display name of a choice (`get_gender_display`); never NULL."""
    column: Any = value.column
    method = inspect.getattr_static(column.model, f"get_{column.name}_display", None)
    if not isinstance(method, partialmethod):
        raise UncompilableField(field, "it is not Django's own display name of a choice")
    names = dict(column.flatchoices)
    expect(field, value, Kind.TEXT, Kind.INTEGER)
    if None in names or not all(type(name) is str for name in names.values()):
        raise UncompilableField(
            field, "display names must be plain strings, not translated ones, and none for null"
        )
    if owner_of(field, "to_representation") is not serializers.CharField:
        raise UncompilableField(field, "display names are printed by a CharField only")
    quote = literal if value.kind is Kind.TEXT else str
    cases = " ".join(f"WHEN {quote(key)} THEN {literal(json.dumps(n))}" for key, n in names.items())
    known = f"CASE {value.sql} {cases} ELSE to_json({value.sql}::text)::text END"
    return f"CASE WHEN {value.sql} IS NULL THEN 'null' ELSE {known} END"
