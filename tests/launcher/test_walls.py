"""Whoever could read disability categories as the application does not start in production."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.config.environment.support import GOOD
from tests.launcher.support import run_trellis
from trellis.config import checks
from trellis.launcher.errors import LauncherError
from trellis.launcher.walls import hold_wall

GRANTS = {
    "may enter the schema": "GRANT USAGE ON SCHEMA candidates_private TO trellis_app",
    "has rights on its tables": "GRANT SELECT ON candidates_private.disability TO trellis_app",
    "has rights on its tables, by a column": "GRANT SELECT (fields) ON candidates_private.disability_read"
    " TO trellis_app",
}


@pytest.fixture
def url_of(database: BaseDatabaseWrapper) -> Callable[[str], str]:
    """Return the address of a database of the test's own for a role."""
    before = os.environ["DATABASE_URL"].rpartition("/")[0]
    address = f"{before}/{database.settings_dict['NAME']}"
    return lambda role: address.replace("trellis_app@", f"{role}@")


def test_a_role_of_its_own_starts_without_a_word(
    url_of: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    hold_wall(url_of("trellis_app"), is_production=True)
    assert capsys.readouterr().err == ""


def test_the_owner_does_not_start_in_production_and_is_told_so_elsewhere(
    url_of: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    hold_wall(url_of("trellis_owner"), is_production=False)
    assert capsys.readouterr().err.startswith("Bold: The application's role trellis_owner owns the schema")
    with pytest.raises(LauncherError, match="does not start; run the application as a role of its own"):
        hold_wall(url_of("trellis_owner"), is_production=True)


@pytest.mark.parametrize("fault", GRANTS)
def test_a_right_on_what_lies_there_is_found(
    url_of: Callable[[str], str], database: BaseDatabaseWrapper, fault: str
) -> None:
    with database.cursor() as cursor:
        cursor.execute(GRANTS[fault])
    with pytest.raises(LauncherError, match=fault.partition(",")[0]):
        hold_wall(url_of("trellis_app"), is_production=True)


def test_before_the_migrations_and_without_a_database_there_is_nothing_to_say(
    url_of: Callable[[str], str], database: BaseDatabaseWrapper
) -> None:
    with database.cursor() as cursor:
        cursor.execute("DROP SCHEMA candidates_private CASCADE")
    hold_wall(url_of("trellis_owner"), is_production=True)
    hold_wall("postgresql://nobody@127.0.0.1:1/nothing", is_production=True)


@pytest.mark.django_db
def test_the_check_is_an_error_in_production_and_a_warning_elsewhere(
    database: BaseDatabaseWrapper, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = checks.nobody_else_reads_disability_categories
    assert asked(None, databases=["default"]) == []
    monkeypatch.setattr(checks, "connection", connections[database.alias])
    assert asked(None) == []
    (warning,) = asked(None, databases=["default"])
    assert (warning.id, warning.is_serious()) == ("trellis.W022", False)
    settings.IS_PRODUCTION = True
    (error,) = asked(None, databases=["default"])
    assert (error.id, error.is_serious()) == ("trellis.E022", True)
    assert error.hint and error.hint.startswith("Run the application")


@pytest.mark.whole
@pytest.mark.parametrize("command", ["serve", "worker", "prepare"])
def test_no_part_starts_as_the_owner_in_production(
    url_of: Callable[[str], str], tmp_path: Path, command: str
) -> None:
    arguments = [] if command == "worker" else ["--data-dir", str(tmp_path)]
    result = run_trellis(
        command, *arguments, **GOOD, DATABASE_URL=url_of("trellis_owner"), TRELLIS_DATA_DIR=str(tmp_path)
    )
    assert result.returncode == 1, result.stdout + result.stderr
    (line,) = [each for each in result.stderr.splitlines() if each.startswith("trellis: ")]
    assert "it could read disability categories. Trellis does not start" in line
