"""Why a serializer cannot be compiled."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from rest_framework.fields import Field


class UncompilableField(ImproperlyConfigured):
    """A serializer, or a field of it, has no faithful SQL form. Raised at start-up, never later."""

    def __init__(self, field: "Field[Any, Any, Any, Any]", reason: str) -> None:
        owner = type(field.parent).__name__ + "." if field.parent is not None else ""
        name = field.field_name or type(field).__name__
        super().__init__(f"{owner}{name} cannot be rendered by PostgreSQL: {reason}")
