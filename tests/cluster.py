"""A pytest plugin: one throw-away PostgreSQL for the run, one database for each worker process.

Loaded with `-p` so that the addresses are known before Django's settings are read. Tests connect as
the application's own role, which owns nothing, as in production.
"""

import os
import subprocess
import sys
from contextlib import ExitStack

import psycopg
import pytest
from psycopg import sql

from trellis.core.embedded.throwaway import throwaway_cluster

_TEMPLATE = "trellis_template"
_running = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the server in the first process; workers inherit its address."""
    if "TRELLIS_TEST_SUPERUSER_URL" not in os.environ:
        _start_server()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database = f"test_{worker}"
    with psycopg.connect(os.environ["TRELLIS_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        for statement in (
            "DROP DATABASE IF EXISTS {name} WITH (FORCE)",
            "CREATE DATABASE {name} OWNER trellis_owner TEMPLATE {template}",
        ):
            connection.execute(
                sql.SQL(statement).format(name=sql.Identifier(database), template=sql.Identifier(_TEMPLATE))
            )
    for variable in ("DATABASE_URL", "TRELLIS_OWNER_DATABASE_URL"):
        os.environ[variable] = os.environ[f"TRELLIS_TEST_{variable}"].replace(_TEMPLATE, database)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server in the process that started it."""
    _running.close()


def _start_server() -> None:
    cluster = _running.enter_context(throwaway_cluster())
    cluster.create_database(_TEMPLATE)
    os.environ["TRELLIS_TEST_SUPERUSER_URL"] = cluster.url(role="postgres", database="postgres")
    os.environ["TRELLIS_TEST_DATABASE_URL"] = cluster.url(database=_TEMPLATE)
    owner = cluster.url(role="trellis_owner", database=_TEMPLATE)
    os.environ["TRELLIS_TEST_TRELLIS_OWNER_DATABASE_URL"] = owner
    migration = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--run-syncdb", "--verbosity=0"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": owner},
    )
    if migration.returncode:
        raise pytest.UsageError(f"The migrations failed:\n{migration.stderr}")
    with psycopg.connect(owner) as connection:
        # Only tests tell the planner what is in the tables.
        connection.execute("GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO trellis_app")
