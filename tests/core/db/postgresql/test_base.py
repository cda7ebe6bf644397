"""A dead connection is noticed before it is used, and a living one is seldom asked."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import close_old_connections, connection

from trellis.core.db.postgresql import base
from trellis.core.processes import wait_until


@pytest.fixture(autouse=True)
def new_connection(transactional_db: None) -> Iterator[None]:
    """The test may break its connection; the next test gets a sound one."""
    connection.close()
    yield
    connection.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What PostgreSQL answered each time that it was asked whether the connection lives."""
    answers: list[bool] = []
    really = base.DatabaseWrapper.is_usable

    def is_usable(self: Any) -> bool:
        answers.append(really(self))
        return answers[-1]

    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", is_usable)
    return answers


def request() -> int:
    """Do what a request does, and return the process that served it."""
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    close_old_connections()
    return int(pid)


def from_outside(sql: str, *parameters: Any) -> None:
    """Run a statement on a connection of its own."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
        connection.close()

    other = threading.Thread(target=run)
    other.start()
    other.join()


def test_a_connection_just_used_is_used_again_without_a_question(asked: list[bool]) -> None:
    assert len({request() for _ in range(5)}) == 1
    assert asked == []


def test_a_session_that_was_ended_is_replaced_before_it_is_used(asked: list[bool]) -> None:
    first = request()
    from_outside("SELECT pg_terminate_backend(%s, 5000)", first)
    assert request() != first
    assert asked == [False]


def test_postgresql_is_asked_again_after_a_while(asked: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "_TRUSTED_SECONDS", 0.0)
    assert len({request() for _ in range(3)}) == 1
    assert asked == [True, True]  # a new connection is not asked


def test_whatever_else_arrives_is_a_reason_to_ask_and_not_to_leave(asked: list[bool]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("LISTEN somebody")
    first = request()
    from_outside("NOTIFY somebody")
    wait_until(lambda: not connection._is_quiet(), timeout=10)  # it travels by itself
    assert request() == first
    assert asked == [True]


def test_a_connection_closed_under_django_is_replaced() -> None:
    first = request()
    connection.connection.close()
    assert request() != first
