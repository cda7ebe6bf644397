"""What a test does to whatever carries the messages: break it, and send through it what is not ours."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

import psycopg
import pytest
from pytest_django.fixtures import Settings

from tests.redis_server import RedisServer
from trellis.core.realtime.carriers.connecting import APPLICATION_NAME
from trellis.core.redis.connecting import named


class Carried(Protocol):
    """`strange` is what strangers send, and ours is not like."""

    strange: tuple[str, ...]

    def end_connections(self) -> None:
        """End the connections of the hub, as a restart would."""

    def send(self, payload: str) -> None:
        """Send a payload as anybody can who may connect."""

    def away(self) -> AbstractContextManager[None]:
        """Have nobody reach it for a while."""


class ByPostgreSQL:
    """PostgreSQL alone."""

    strange = ("", "hello", "a/1/1/{", "a/2/2/x", "a/1/1/[[1]]", "a/1/1/7", "a/x/1/[]", 'a/1/1/[["a",2,{}]]')

    def end_connections(self) -> None:
        self._run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND datname = current_database() AND application_name = %s",
            APPLICATION_NAME,
        )

    def send(self, payload: str) -> None:
        self._run("SELECT pg_notify('trellis_realtime', %s)", payload)

    @contextmanager
    def away(self) -> Iterator[None]:
        async def refuse() -> None:
            raise OSError("away")

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("trellis.core.realtime.carriers.postgresql.connect", refuse)
            yield

    def _run(self, statement: str, value: str) -> None:
        name = os.environ["DATABASE_URL"].rsplit("/", 1)[1].split("?")[0]
        address = os.environ["TRELLIS_TEST_SUPERUSER_URL"]
        with psycopg.connect(address, dbname=name, autocommit=True) as connection:
            connection.execute(statement, [value])


class ByRedis:
    """Redis, named by the settings."""

    strange = ("", "hello", "{", "[[1]]", "7", "null", '[["a",2,{}]]', "é", "\x00")

    def __init__(self, server: RedisServer, settings: Settings) -> None:
        self.server = server
        server.start()
        settings.REDIS_URL = server.url

    def end_connections(self) -> None:
        assert self.server.end_connections("trellis-realtime") > 0

    def send(self, payload: str) -> None:
        self.server.ask("PUBLISH", named("realtime"), payload)

    @contextmanager
    def away(self) -> Iterator[None]:
        self.server.stop()
        yield
        self.server.start()
