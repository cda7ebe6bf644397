"""How a compiled page meets Django's connection."""

import json
from typing import Any

import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.core.rendering.toy.models import Publisher
from tests.core.rendering.toy.serializers import author_page, publisher_page
from trellis.core.rendering import CompiledPage, testing


def houses(count: int) -> list[Any]:
    return [Publisher.objects.create(name=f"House {number}").pk for number in range(count)]


def names(text: bytes) -> list[str]:
    return [each["name"] for each in json.loads(text)]


@pytest.mark.django_db
def test_rows_come_in_the_order_of_their_keys_and_unknown_keys_are_absent() -> None:
    first, second, third = houses(3)
    unknown = "00000000-0000-0000-0000-000000000000"

    text = publisher_page.render([third, unknown, str(first), second, first])

    assert names(text) == ["House 2", "House 0", "House 1", "House 0"]


@pytest.mark.django_db
def test_no_keys_take_no_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert publisher_page.render([]) == b"[]"
        assert publisher_page.render(iter(())) == b"[]"

    assert len(queries) == 0


@pytest.mark.django_db
def test_only_unknown_keys_give_an_empty_list() -> None:
    assert author_page.render([1, 2]) == b"[]"


@pytest.mark.django_db
def test_a_page_is_one_query() -> None:
    keys = houses(5)

    with CaptureQueriesContext(connection) as queries:
        publisher_page.render(keys)

    assert len(queries) == 1
    assert publisher_page.sql in queries[0]["sql"]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x", "1) or (1=1", None, True, 1.5])
def test_what_is_no_key_never_reaches_the_database(key: Any) -> None:
    with pytest.raises(ValueError):
        author_page.render([key])


@pytest.mark.django_db
def test_execute_wrappers_see_it() -> None:
    def refuse(*_: Any) -> None:
        raise RuntimeError("no queries here")

    with connection.execute_wrapper(refuse), pytest.raises(RuntimeError, match="no queries"):
        publisher_page.render(houses(0) or ["00000000-0000-0000-0000-000000000000"])


@pytest.mark.django_db
def test_errors_are_those_of_django_and_a_savepoint_survives_them() -> None:
    (key,) = houses(1)
    broken = CompiledPage(publisher_page.serializer_class, Publisher, "SELECT $1 FROM nowhere", str)

    for _ in range(2):
        with pytest.raises(ProgrammingError), transaction.atomic():
            broken.render([key])
        assert names(publisher_page.render([key])) == ["House 0"]


@pytest.mark.django_db(transaction=True)
def test_it_is_prepared_once_for_each_connection_and_again_after_it_was_lost() -> None:
    keys = houses(2)
    connection.close()  # it keeps what the test before had prepared
    for _ in range(2):
        for size in (1, 2, 1):
            publisher_page.render(keys[:size])
        assert prepared() == [(publisher_page.sql, 3)]
        connection.close()

    with transaction.atomic():
        assert len(names(publisher_page.render(keys))) == 2
    Publisher.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_killed_server_process_is_an_operational_error_once() -> None:
    keys = houses(1)
    publisher_page.render(keys)
    with connection.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(OperationalError):
        publisher_page.render(keys)

    connection.close_if_unusable_or_obsolete()

    assert names(publisher_page.render(keys)) == ["House 0"]
    Publisher.objects.all().delete()


def prepared() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        return list(cursor.fetchall())


@pytest.mark.parametrize(
    ("ours", "plain", "difference"),
    [
        ([{"a": [1, {"b": 2}]}], [{"a": [1, {"b": 3}]}], "$[0].a[1].b is 2, in plain DRF 3"),
        ([True], [1], "$[0] is True, in plain DRF 1"),
        ([1], [1.0], "$[0] is 1, in plain DRF 1.0"),
        ([1], [1, 2], "$ has 1 items, in plain DRF 2"),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, "$ has keys ['a', 'b'], in plain DRF ['b', 'a']"),
        ({"a": None}, {"a": {}}, "$.a is None, in plain DRF {}"),
    ],
)
def test_the_first_difference_is_named(ours: Any, plain: Any, difference: str | None) -> None:
    assert testing.first_difference(ours, plain) == difference
