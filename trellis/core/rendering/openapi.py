"""What drf-spectacular says about the field classes of this module."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import build_basic_type
from drf_spectacular.types import OpenApiTypes

_FIELDS = "trellis.core.rendering.fields"


class ComputedExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A computed field is described by what prints it."""

    target_class = f"{_FIELDS}.Computed"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Return the schema of its output."""
        return _described(self, auto_schema._map_serializer_field(self.target.output, direction))


class ConstantExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A constant has the type of its value, and the value for an example."""

    target_class = f"{_FIELDS}.Constant"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Return the schema of its value."""
        value = self.target.value
        if value is None:
            return _described(self, {"type": "null"})
        kind = build_basic_type(type(value)) or {"type": "object"}
        return _described(self, {**kind, "example": value})


class MediaURLExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """The address of a file, or null."""

    target_class = f"{_FIELDS}.MediaURL"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Return a URI, or a reference to one."""
        uri = build_basic_type(OpenApiTypes.URI) or {}
        form = {} if self.target.absolute else {"format": "uri-reference"}
        return _described(self, {**uri, **form, "type": ["string", "null"]})


class NestExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A list of what the nested serializer describes."""

    target_class = f"{_FIELDS}.Nest"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Return the array with its greatest length."""
        item = auto_schema.resolve_serializer(self.target.child, direction).ref
        limit = {"maxItems": self.target.limit} if self.target.limit else {}
        return _described(self, {"type": "array", "items": item, **limit})


def _described(extension: Any, schema: dict[str, Any]) -> dict[str, Any]:
    text = extension.target.help_text
    return {**schema, "readOnly": True, **({"description": str(text)} if text else {})}
