"""Whether a kept connection lives the server is asked now and then; in between its socket tells."""

from collections.abc import Iterator

import pytest
from django.db import DataError, close_old_connections, connection, transaction
from django.db.backends.postgresql import base as django_base

from tests.core.db.test_prepared import terminate_our_backend
from trellis.core.db.postgresql import base


@pytest.fixture
def new_connection(transactional_db: None) -> Iterator[None]:
    """The test may break its connection; the next test gets a sound one."""
    connection.close()
    yield
    connection.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return what the server has answered, by and by."""
    answers: list[bool] = []
    ask = django_base.DatabaseWrapper.is_usable

    def is_usable(wrapper: django_base.DatabaseWrapper) -> bool:
        answers.append(ask(wrapper))
        return answers[-1]

    monkeypatch.setattr(django_base.DatabaseWrapper, "is_usable", is_usable)
    return answers


def a_request_asks() -> int:
    """Ask as the next request would, and return whom it asked."""
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (found,) = cursor.fetchone()
    return int(found)


def test_the_server_is_not_asked_in_every_request(new_connection: None, asked: list[bool]) -> None:
    assert len({a_request_asks() for _ in range(10)}) == 1
    assert asked == []


def test_it_is_asked_again_after_a_while(
    new_connection: None, asked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "SURE_SECONDS", 0)
    assert len({a_request_asks() for _ in range(4)}) == 1
    assert asked == [True] * 3


def test_a_connection_that_has_ended_is_seen_before_that(new_connection: None, asked: list[bool]) -> None:
    was = [a_request_asks() for _ in range(3)]
    terminate_our_backend()
    assert a_request_asks() not in was
    assert asked == [False]


def test_one_that_failed_is_asked_however_sure_it_was(new_connection: None, asked: list[bool]) -> None:
    was = [a_request_asks() for _ in range(3)]
    connection.errors_occurred = True
    assert a_request_asks() in was
    assert asked == [True]


def test_in_a_transaction_that_has_failed_it_is_of_no_use(db: None) -> None:
    assert connection.is_usable()
    with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute("SELECT 1 / 0")
        finally:
            assert not connection.is_usable()
    assert connection.is_usable()
