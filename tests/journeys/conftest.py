"""A whole Trellis, started as a newcomer starts it."""

from collections.abc import Iterator

import httpx
import pytest

from tests.launcher.conftest import place, up  # noqa: F401  (fixtures)
from tests.launcher.support import Up


@pytest.fixture
def site(up: Up) -> Iterator[httpx.Client]:  # noqa: F811
    """An HTTP client of a running server with the demo world."""
    up.start("--host", "127.0.0.1")
    up.wait_ready()
    with httpx.Client(base_url=f"http://127.0.0.1:{up.port}", timeout=20) as client:
        yield client
