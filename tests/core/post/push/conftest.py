"""A push service, and a site that is known to it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.push_service import PushService, push_service_running

KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"


@pytest.fixture
def push(settings: Any) -> Iterator[PushService]:
    settings.VAPID_KEY = KEY
    with push_service_running() as service:
        settings.PUSH_HOSTS = [service.host]
        yield service
