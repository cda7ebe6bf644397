"""A whole Trellis, started as a newcomer starts it."""

from collections.abc import Iterator

import httpx
import pytest

from tests.launcher.support import Up, free_port
from trellis.core.embedded.throwaway import throwaway_place


@pytest.fixture(scope="module")
def site() -> Iterator[httpx.Client]:
    """An HTTP client of a running server with the demo world."""
    with throwaway_place() as place, Up(place / "data", port=free_port()) as up:
        up.start("--host", "127.0.0.1")
        up.wait_ready()
        with httpx.Client(base_url=f"http://127.0.0.1:{up.port}", timeout=20) as client:
            yield client
