"""What the API description says about compiled fields."""

from typing import Any

import pytest
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.core.rendering.toy.serializers import AuthorSerializer


class Authors(APIView):
    @extend_schema(responses=AuthorSerializer(many=True))
    def get(self, request: Any) -> Response:
        return Response([])


@pytest.fixture(scope="module")
def author() -> dict[str, Any]:
    schema = SchemaGenerator(patterns=[path("authors/", Authors.as_view())]).get_schema(public=True)
    properties: dict[str, Any] = schema["components"]["schemas"]["Author"]["properties"]
    return properties


def test_every_field_class_is_described(author: dict[str, Any]) -> None:
    assert author["titles"] == {"type": "integer", "readOnly": True}
    assert author["portrait"] == {
        "type": "string",
        "nullable": True,
        "format": "uri-reference",
        "readOnly": True,
    }
    assert author["portrait_absolute"]["format"] == "uri"
    assert author["nothing"] == {"enum": [None], "nullable": True, "readOnly": True}
    assert author["options"]["example"] == {"a": [1, True, 2.5]}
    assert author["books"] == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/Book"},
        "maxItems": 2,
        "readOnly": True,
    }
    assert author["agents_books"]["type"] == "array"
