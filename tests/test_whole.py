"""The plugin that knows what starts a process."""

import subprocess

import pytest

from tests.whole import NotWhole


def test_a_test_that_is_not_whole_starts_no_process() -> None:
    with pytest.raises(NotWhole, match="test_a_test_that_is_not_whole_starts_no_process starts a process"):
        subprocess.run(["true"], check=True)


@pytest.mark.whole
def test_a_whole_one_does() -> None:
    subprocess.run(["true"], check=True)
