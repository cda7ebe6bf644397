"""A meeting."""

import pytest

from tests.meetings import Meeting, arrange_meeting


@pytest.fixture(autouse=True)
def frozen() -> None:
    """The room is in a server of its own, whose clock goes on."""


@pytest.fixture
def meeting(db: None) -> Meeting:
    return arrange_meeting()
