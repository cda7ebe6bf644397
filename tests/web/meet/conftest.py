"""A meeting."""

import pytest

from tests.meetings import Meeting, arrange_meeting


@pytest.fixture
def meeting(db: None) -> Meeting:
    return arrange_meeting()
