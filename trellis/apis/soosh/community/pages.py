"""What the lists and rows of this segment share."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from rest_framework import status

from trellis.core.paging.headers import PreparedCounted, answered_counted, counted_rows
from trellis.core.rendering import CompiledPage


def listed(
    name: str, compiled: CompiledPage, rows: QuerySet[Any], *, number: int, size: int, **arguments: Any
) -> HttpResponse:
    """Return a page of rows, which have a total order, by this name, as PostgreSQL renders it."""
    keys, page = counted_rows(rows.values_list("pk", flat=True), number=number, size=size)
    body = b'{"%b":%b}' % (name.encode(), compiled.render(keys, **arguments))
    return answered_counted(body, number=page.number, size=page.size, total=page.total)


def listed_by(name: str, pages: PreparedCounted, *, number: int, size: int, **arguments: Any) -> HttpResponse:
    """Return a page by this name, found and rendered by its one statement."""
    text, total, _ = pages.page(number, size, **arguments)
    body = b'{"%b":%b}' % (name.encode(), text)
    return answered_counted(body, number=number, size=size, total=total)


def shown(
    name: str, compiled: CompiledPage, row: Model, *, code: int = status.HTTP_200_OK, **arguments: Any
) -> HttpResponse:
    """Return one row by this name, as it stands in the list."""
    body = b'{"%b":%b}' % (name.encode(), compiled.render([row.pk], **arguments)[1:-1])
    return HttpResponse(body, status=code, content_type="application/json")
