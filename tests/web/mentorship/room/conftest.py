"""A meeting, and a server in which it takes place."""

from collections.abc import Iterator

import pytest

from tests.meetings import Meeting, arrange_meeting
from tests.serving import Server


@pytest.fixture(autouse=True)
def frozen() -> None:
    """The room is in a server of its own, whose clock goes on."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def meeting(db: None) -> Meeting:
    return arrange_meeting()
