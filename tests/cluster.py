"""A pytest plugin: one throw-away PostgreSQL for the run, one database for each of its processes.

Loaded with `-p` so that the addresses are known before Django's settings are read. Nothing listens there
before a test first asks: what needs no database waits for none. Tests connect as the application's own
role, which owns nothing, as in production.
"""

import functools
import os
import threading
from contextlib import ExitStack
from multiprocessing.connection import Client, Listener
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.migrated import TEMPLATE, put_migrated_files
from tests.whole import nobodys
from trellis.core.embedded.cluster import Cluster
from trellis.core.embedded.throwaway import throwaway_place

_open = ExitStack()
# What tests write and roll back is dead at once, and who reads the table after them walks past it: it is put
# away much sooner than where rows stay.
_TIDY = {
    "autovacuum_naptime": "1s",
    "autovacuum_vacuum_cost_delay": "0",
    "autovacuum_vacuum_threshold": "500",
    "autovacuum_vacuum_scale_factor": "0",
}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Say where the server will be; worker processes inherit the place."""
    if "TRELLIS_TEST_PLACE" not in os.environ:
        os.environ["TRELLIS_TEST_PLACE"] = str(_open.enter_context(throwaway_place()))
    # Of this process alone: a worker of one test tidies up files that it knows nothing of.
    os.environ["TRELLIS_DATA_DIR"] = str(
        Path(os.environ["TRELLIS_TEST_PLACE"], f"data-{_worker() or 'main'}")
    )
    cluster, database = _cluster(), _database()
    os.environ["DATABASE_URL"] = cluster.url(database=database)
    os.environ["TRELLIS_OWNER_DATABASE_URL"] = cluster.url(role="trellis_owner", database=database)
    os.environ["TRELLIS_TEST_SUPERUSER_URL"] = cluster.url(role="postgres", database="postgres")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node() -> None:
    """Be there for the worker processes, which ask for the server: it must outlive each of them."""
    _answer_workers()


def pytest_unconfigure() -> None:
    """Stop the server in the process that started it."""
    _open.close()


@functools.cache
def ensure_database() -> None:
    """Have the server run, and in it an empty database of this process, migrated."""
    if _worker():
        with Client(_door()) as controller:
            if complaint := controller.recv():
                raise RuntimeError(complaint)
    else:
        with nobodys():
            _start_server()
    statement = sql.SQL("CREATE DATABASE {name} OWNER trellis_owner TEMPLATE {template}")
    names = {"name": sql.Identifier(_database()), "template": sql.Identifier(TEMPLATE)}
    with psycopg.connect(os.environ["TRELLIS_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(statement.format(**names))


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "")


def _database() -> str:
    return f"test_{_worker() or 'main'}"


def _cluster() -> Cluster:
    return Cluster(Path(os.environ["TRELLIS_TEST_PLACE"], "postgres"), durable=False)


def _door() -> str:
    return str(Path(os.environ["TRELLIS_TEST_PLACE"], "door"))


@functools.cache
def _start_server() -> None:
    cluster = _cluster()
    put_migrated_files(cluster)
    _open.enter_context(cluster)
    with psycopg.connect(os.environ["TRELLIS_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        for name, value in _TIDY.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        connection.execute("SELECT pg_reload_conf()")


@functools.cache
def _answer_workers() -> None:
    listener = _open.enter_context(Listener(_door(), "AF_UNIX"))
    # The server ends with the thread that starts it, so this one goes on to the end.
    threading.Thread(target=_answer, args=[listener], daemon=True).start()


def _answer(listener: Listener) -> None:
    while True:
        try:
            worker = listener.accept()
        except OSError:
            return  # the run is over
        with worker:
            worker.send(_complaint())


def _complaint() -> str:
    try:
        _start_server()
    except Exception as error:
        return str(error)
    return ""
