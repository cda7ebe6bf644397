"""An interview, and a server in which it takes place."""

from collections.abc import Iterator

import pytest

from tests.interviews import Interview, arrange_interview
from tests.serving import Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def interview(db: None) -> Interview:
    return arrange_interview()
