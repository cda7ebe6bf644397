"""The gateways, each with its other side."""

from collections.abc import Iterator

import pytest

from tests.domain.payments.gateways.sides import FakeSide, SandboxSide, Side
from tests.stripe_fake import Fake, fake_running


@pytest.fixture
def fake() -> Iterator[Fake]:
    """Stripe, as the tests have it."""
    with fake_running() as running:
        yield running


@pytest.fixture(params=["sandbox", "stripe"])
def side(request: pytest.FixtureRequest, db: None) -> Side:
    """The other side of each gateway in turn."""
    return SandboxSide() if request.param == "sandbox" else FakeSide(request.getfixturevalue("fake"))
