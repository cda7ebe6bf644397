"""Numbered pages, `?page=&page_size=`, as Django REST framework words them: {count, next, previous, results}.

For documents that print this form. A page number costs a count and, deep in, the rows before it;
what may grow without end and is free to choose pages by cursor (core/paging.py).
"""

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from trellis.core.rendering import CompiledPage

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100


class NumberedPages(PageNumberPagination):
    """DRF's own: a page that is not there is 404; a size that is none counts as PAGE_SIZE."""

    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE


class NumberedPageQuery(serializers.Serializer[Any]):
    """The two query parameters, for the description: NumberedPages reads them."""

    page = serializers.IntegerField(min_value=1, default=1)
    page_size = serializers.IntegerField(min_value=1, max_value=MAX_PAGE_SIZE, default=PAGE_SIZE)


def respond_numbered(compiled: CompiledPage, rows: QuerySet[Any], *, request: Request) -> HttpResponse:
    """Return the page of `rows` that the request asks for, its results as PostgreSQL renders them.

    `rows` has a total order. Raises NotFound (404) for a page that is not there.
    """
    pages = NumberedPages()
    ids = pages.paginate_queryset(rows.values_list("pk", flat=True), request)
    envelope: dict[str, Any] = pages.get_paginated_response([]).data
    head = JSONRenderer().render({key: envelope[key] for key in ("count", "next", "previous")})
    body = b'%b,"results":%b}' % (head[:-1], compiled.render(ids or ()))
    return HttpResponse(body, content_type="application/json")


@cache
def described_page(item: type[serializers.BaseSerializer[Any]]) -> type[serializers.Serializer[Any]]:
    """Return a serializer that describes a page of `item` in OpenAPI."""
    name = item.__name__.removesuffix("Serializer").removesuffix("Output")
    fields = {
        "count": serializers.IntegerField(),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": item(many=True),
        "__doc__": f"A page of {name}.",
    }
    return type(f"{name}Page", (serializers.Serializer,), fields)
