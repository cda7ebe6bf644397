"""An interview."""

import pytest

from tests.interviews import Interview, arrange_interview


@pytest.fixture
def interview(db: None) -> Interview:
    return arrange_interview()
