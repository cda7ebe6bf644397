"""Numbered pages, `?page=&page_size=`, as Django REST framework words them: {count, next, previous, results}.

For documents that print this form. A page number costs a count and, deep in, the rows before it;
what may grow without end and is free to choose pages by cursor (core/paging/cursors.py).
"""

from functools import cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from trellis.core.paging import bounds
from trellis.core.rendering import CompiledPage

PAGE_SIZE = bounds.USUAL
MAX_PAGE_SIZE = bounds.LIMIT.most
_MANY_DIGITS = 20


class NumberedPages(PageNumberPagination):
    """DRF's own: a page that is not there is 404; a size that is none counts as PAGE_SIZE."""

    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE


class OneScanPaginator(Paginator):  # type: ignore[type-arg]
    """Finds the rows of a page and counts all of them in one statement.

    For rows that take as long to count as to find, as those of a search do.
    """

    def page(self, number: int | str) -> "Page[Any]":
        """Return the page; raise EmptyPage and PageNotAnInteger as Django's own does."""
        text = str(number)
        # Python reads no number of thousands of digits, and no page has one of many.
        place = int(text) if text.isascii() and text.isdecimal() and len(text) < _MANY_DIGITS else 0
        # Further on, a page is told from none by the count alone.
        if not bounds.PAGE.least <= place <= bounds.PAGE.most:
            return super().page(number)
        first = (place - 1) * self.per_page
        rows_to_count: Any = self.object_list
        rows = list(counted(rows_to_count)[first : first + self.per_page])
        if not rows:
            return super().page(number)
        self.__dict__["count"] = rows[0][1]  # a cached property, which would ask again
        return Page([key for key, _ in rows], place, self)


def counted(rows: QuerySet[Any]) -> QuerySet[Any, tuple[Any, int]]:
    """Return the key of each row, and beside it how many rows there are."""
    keys: QuerySet[Any, tuple[Any, int]] = rows.annotate(counted=Window(Count("*"))).values_list(
        "pk", "counted"
    )
    return keys


class OneScanPages(NumberedPages):
    """NumberedPages over a OneScanPaginator."""

    django_paginator_class = OneScanPaginator


class NumberedPageQuery(serializers.Serializer[Any]):
    """The two query parameters, for the description: NumberedPages reads them."""

    page = serializers.IntegerField(min_value=bounds.PAGE.least, default=bounds.PAGE.least)
    page_size = serializers.IntegerField(
        min_value=bounds.LIMIT.least, max_value=MAX_PAGE_SIZE, default=PAGE_SIZE
    )


def respond_numbered(
    compiled: CompiledPage,
    rows: QuerySet[Any],
    *,
    request: Request,
    in_one_scan: bool = False,
    **arguments: Any,
) -> HttpResponse:
    """Return the page of `rows` that the request asks for, its results as PostgreSQL renders them.

    `rows` has a total order. Raises NotFound (404) for a page that is not there. `in_one_scan` is for
    rows that cannot be counted faster than found (OneScanPaginator); `arguments` are the compiled page's.
    """
    pages = OneScanPages() if in_one_scan else NumberedPages()
    ids = pages.paginate_queryset(rows.values_list("pk", flat=True), request)
    envelope: dict[str, Any] = pages.get_paginated_response([]).data
    head = JSONRenderer().render({key: envelope[key] for key in ("count", "next", "previous")})
    body = b'%b,"results":%b}' % (head[:-1], compiled.render(ids or (), **arguments))
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
