"""Numbered pages, `?page=&limit=`, that are told of by headers: X-Total-Count, X-Page, X-Page-Size.

For the document that prints this form (soosh-api.md, "Pagination"): the body is what it says for each list.
A page behind the last one is empty. A page number costs a count and, deep in, the rows before it.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request

from trellis.core.paging import bounds
from trellis.core.rendering import CompiledPage


@dataclass(frozen=True)
class CountedPage:
    """The keys of one page, and where it stands among all rows."""

    ids: list[Any]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.size)


class CountedPageQuery(serializers.Serializer[Any]):
    """The two query parameters."""

    page = serializers.IntegerField(
        min_value=bounds.PAGE.least, max_value=bounds.PAGE.most, default=bounds.PAGE.least
    )
    limit = serializers.IntegerField(
        min_value=bounds.LIMIT.least, max_value=bounds.LIMIT.most, default=bounds.USUAL
    )


# One of it does for all: asked through run_validation it keeps nothing.
_PAGE_QUERY = CountedPageQuery()


def counted_page(rows: QuerySet[Any], *, request: Request) -> CountedPage:
    """Return the page of `rows`, which have a total order, that the request's `page` and `limit` ask for.

    Raises ValidationError (400) naming the parameter.
    """
    asked = _PAGE_QUERY.run_validation(request.GET)
    number, size = asked["page"], asked["limit"]
    first = (number - 1) * size
    keys = rows.values_list("pk", flat=True)[first : first + size]
    return CountedPage(list(keys), number, size, rows.count())


def respond_counted(compiled: CompiledPage, page: CountedPage, **arguments: Any) -> HttpResponse:
    """Return the page as PostgreSQL renders it, a plain list, with its headers."""
    response = HttpResponse(compiled.render(page.ids, **arguments), content_type="application/json")
    add_page_headers(response, page)
    return response


def add_page_headers(response: HttpResponseBase, page: CountedPage) -> None:
    """Set the headers that tell of a page, on an answer of whatever form."""
    response["X-Total-Count"] = str(page.total)
    response["X-Page"] = str(page.number)
    response["X-Page-Size"] = str(page.size)
