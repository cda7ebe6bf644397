"""The server of a test run: whoever needs none does not wait for one."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.launcher.support import ROOT, clean_environment
from trellis.core.embedded.throwaway import throwaway_place

pytestmark = pytest.mark.whole
PURE = "tests/domain/mentorship/test_slots.py::test_weeks_begin_on_sunday"
ASKING = "tests/core/db/test_errors.py::test_the_words_of_postgresql_are_read_from_djangos_error"


def _run(test: str, place: Path) -> list[str]:
    """Run a test whose server would be in that place; return what is there afterwards."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", test],
        env=clean_environment(TRELLIS_TEST_PLACE=str(place)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [entry.name for entry in place.iterdir()]


def test_a_test_without_a_database_starts_no_server() -> None:
    with throwaway_place() as place:
        assert _run(PURE, place) == []


def test_the_first_test_that_asks_starts_it() -> None:
    with throwaway_place() as place:
        assert "postgres" in _run(ASKING, place)
