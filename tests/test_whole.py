"""The plugin that knows what starts a process."""

import subprocess

import pytest

from tests import whole
from tests.whole import NotWhole, nobodys


def test_a_test_that_is_not_whole_starts_no_process() -> None:
    with pytest.raises(NotWhole, match="test_a_test_that_is_not_whole_starts_no_process starts a process"):
        subprocess.run(["true"], check=True)


@pytest.mark.whole
def test_a_whole_one_does() -> None:
    subprocess.run(["true"], check=True)


def test_what_fails_for_the_run_is_seen_as_it_is() -> None:
    before = whole._running[:]
    with pytest.raises(ZeroDivisionError), nobodys():
        raise ZeroDivisionError
    assert whole._running == before != []
