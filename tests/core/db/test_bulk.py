"""Rows are read as they come, and copied in the order in which they are given."""

import pytest
from django.db import DataError, connection, transaction
from django.utils import timezone

from trellis.core.db.bulk import copied, streamed
from trellis.core.models import Event

pytestmark = pytest.mark.django_db
_COLUMNS = ("kind", "subject_type", "subject_id", "data", "happened_at")


def rows(*kinds: str) -> list[tuple[object, ...]]:
    return [(kind, "x", "1", "{}", timezone.now()) for kind in kinds]


def test_what_is_copied_is_streamed_in_its_order() -> None:
    kinds = [f"a\tb\\{number}\nü" for number in range(250)]
    copied(Event, _COLUMNS, ((kind, "x", "1", '{"said": ["ü"]}', timezone.now()) for kind in kinds))
    found = list(streamed(Event.objects.order_by("pk").values_list("kind", "data")))
    assert found == [(kind, {"said": ["ü"]}) for kind in kinds]


def test_a_filter_has_its_values() -> None:
    copied(Event, _COLUMNS, rows("one", "two", "it's"))
    assert list(streamed(Event.objects.filter(kind="it's").values_list("kind"))) == [("it's",)]


def test_of_rows_of_which_one_is_wrong_none_is_there() -> None:
    with pytest.raises(DataError), transaction.atomic():
        copied(Event, _COLUMNS, [*rows("one"), ("two", "x", "1", "{no json", timezone.now())])
    assert not Event.objects.filter(kind="one").exists()
    assert connection.is_usable()
