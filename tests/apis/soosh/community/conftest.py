"""Three people."""

import pytest

from tests.apis.soosh.community.members import Neighbour


@pytest.fixture
def ann(db: None) -> Neighbour:
    return Neighbour("ann")


@pytest.fixture
def bob(db: None) -> Neighbour:
    return Neighbour("bob")


@pytest.fixture
def eve(db: None) -> Neighbour:
    return Neighbour("eve")
