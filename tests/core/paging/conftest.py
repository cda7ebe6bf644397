"""Rows to cut into pages."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.core.rendering.toy.models import Author, Publisher

_NOW = dt.datetime(2030, 5, 5, tzinfo=dt.UTC)


@pytest.fixture
def house(db: None) -> Publisher:
    return Publisher.objects.create(name="House")


@pytest.fixture
def authors(house: Publisher) -> Callable[[int], list[int]]:
    """Make so many authors of age 7, each with one of age 8 beside it; return the keys of the former."""

    def make(count: int) -> list[int]:
        rows = Author.objects.bulk_create(
            Author(name=f"a{n}", age=7 + n % 2, joined_at=_NOW, home=house) for n in range(2 * count)
        )
        return [row.pk for row in rows[::2]]

    return make
