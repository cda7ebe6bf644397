"""A list that is asked for without parameters has every row, in chunks that are sent as they are read."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import DataError, close_old_connections, connection
from rest_framework.test import APIRequestFactory

from tests.core.paging.test_cursors import Plain, Prepared, ids_of
from tests.core.rendering.toy.models import Author
from trellis.core.models import Place
from trellis.core.paging import cursors

Ask = Callable[..., Any]
Authors = Callable[[int], list[int]]
CHUNK = 4
SOMEBODY, SOMEBODY_ELSE = "10.0.0.1", "10.0.0.2"


@pytest.fixture(params=[Plain, Prepared])
def ask(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Ask the view from an address, with query parameters; few rows are a chunk."""
    monkeypatch.setattr(cursors, "CHUNK", CHUNK)
    # The end of an answer would end the test's own transaction; Django's client does the same.
    request_finished.disconnect(close_old_connections)

    def answer(*, address: str = SOMEBODY, **query: Any) -> Any:
        return request.param.as_view()(APIRequestFactory().get("/authors/", query, REMOTE_ADDR=address))

    yield answer
    request_finished.connect(close_old_connections)


@pytest.mark.parametrize("rows", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 1])
def test_it_has_every_row_once_in_order(ask: Ask, authors: Authors, rows: int) -> None:
    keys = authors(rows)[::-1]
    response = ask()
    assert ids_of(response) == keys
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert "Link" not in response


@pytest.mark.parametrize("query", [{"limit": ""}, {"cursor": ""}, {"page": "7"}])
def test_parameters_that_are_empty_or_not_ours_are_as_none(
    ask: Ask, authors: Authors, query: dict[str, str]
) -> None:
    keys = authors(2 * CHUNK + 1)[::-1]
    assert ids_of(ask(**query)) == keys


def test_rows_that_come_and_go_between_chunks_neither_repeat_nor_hide_others(
    ask: Ask, authors: Authors
) -> None:
    keys = authors(3 * CHUNK)[::-1]
    with closing(ask()) as response:
        sent = next(response.streaming_content)
        # One that was sent, the last that was, one that is to come; and new ones.
        Author.objects.filter(pk__in=[keys[0], keys[CHUNK - 1], keys[CHUNK + 1]]).delete()
        authors(3)
        sent += b"".join(response.streaming_content)
    assert [each["id"] for each in json.loads(sent)] == [key for key in keys if key != keys[CHUNK + 1]]


def test_it_is_a_list_although_all_that_was_to_come_has_gone(ask: Ask, authors: Authors) -> None:
    keys = authors(2 * CHUNK)[::-1]
    with closing(ask()) as response:
        sent = next(response.streaming_content)
        Author.objects.all().delete()
        sent += b"".join(response.streaming_content)
    assert [each["id"] for each in json.loads(sent)] == keys[:CHUNK]


@pytest.mark.django_db(transaction=True)
def test_each_chunk_may_be_read_by_another_thread_and_holds_nothing_open(ask: Ask, authors: Authors) -> None:
    keys = authors(3 * CHUNK)[::-1]

    def read_on(parts: Iterator[bytes]) -> bytes | None:
        try:
            return next(parts, None)
        finally:
            connection.close()

    sent = b""
    with closing(ask()) as response:
        parts = response.streaming_content
        while True:
            with ThreadPoolExecutor(1) as thread:
                part = thread.submit(read_on, parts).result()
            if part is None:
                break
            sent += part
            assert open_transactions() == 0
    assert [each["id"] for each in json.loads(sent)] == keys


@pytest.mark.django_db(transaction=True)
def test_what_fails_on_the_way_is_raised_and_no_list_is_closed(ask: Ask, authors: Authors) -> None:
    keys = authors(3 * CHUNK)
    with closing(ask()) as response:
        sent = b""
        with connection.execute_wrapper(fail_from(keys[CHUNK])), pytest.raises(DataError):
            for part in response.streaming_content:
                sent += part
    assert sent.startswith(b'[{"id":')
    with pytest.raises(ValueError):
        json.loads(sent)
    assert not Place.objects.exists()


def test_the_third_at_once_is_refused_until_one_has_ended(ask: Ask, authors: Authors) -> None:
    keys = authors(CHUNK + 1)[::-1]
    first, second = ask(), ask()
    third = ask()
    assert (third.status_code, third["Retry-After"]) == (429, "5")
    assert ids_of(first) == keys
    first.close()
    again = ask()
    assert again.status_code == 200
    for response in (second, again):
        response.close()
    assert not Place.objects.exists()


def test_another_caller_has_places_of_their_own(ask: Ask, authors: Authors) -> None:
    authors(CHUNK + 1)
    taken = [ask(), ask()]
    other = ask(address=SOMEBODY_ELSE)
    assert other.status_code == 200
    for response in (*taken, other):
        response.close()


def test_pages_and_lists_of_one_chunk_are_not_counted(ask: Ask, authors: Authors) -> None:
    keys = authors(CHUNK + 1)[::-1]
    taken = [ask(), ask()]
    assert ids_of(ask(limit=2)) == keys[:2]
    Author.objects.filter(pk=keys[0]).delete()
    assert ids_of(ask()) == keys[1:]
    for response in taken:
        response.close()


def test_one_that_nobody_reads_gives_its_place_back(ask: Ask, authors: Authors) -> None:
    authors(CHUNK + 1)
    ask().close()
    assert not Place.objects.exists()


def fail_from(key: int) -> Callable[..., Any]:
    """Return a wrapper that has PostgreSQL fail at every statement that is asked for rows before this key."""

    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if str(key) in map(str, params or ()):
            return execute("SELECT 1/0", None, many, context)
        return execute(sql, params, many, context)

    return run


def open_transactions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
            " AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])
