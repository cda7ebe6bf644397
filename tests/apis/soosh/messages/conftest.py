"""Two who talk."""

import pytest

from tests.apis.soosh.messages.talkers import Talker


@pytest.fixture
def ann(db: None) -> Talker:
    return Talker("ann")


@pytest.fixture
def bob(db: None) -> Talker:
    return Talker("bob")
