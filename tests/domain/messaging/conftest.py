"""Two people who talk."""

import pytest

from tests.domain.mentorship.world import person
from trellis.domain.accounts.models import User


@pytest.fixture
def ann() -> User:
    return person("ann")


@pytest.fixture
def bob() -> User:
    return person("bob")
