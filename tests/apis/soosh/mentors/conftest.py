"""Mentors of SOOSH, and a clock that tests set."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.domain.mentorship.world import person
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, mentors

URL = "/api/v1/mentors"
ALWAYS = tuple(Window(0, 1440, day_of_week=day) for day in range(7))
MakeMentor = Callable[..., Mentor]


@dataclass
class Clock:
    """What time it is: a Monday in January, at eight, until a test says otherwise."""

    now: datetime = datetime(2030, 1, 7, 8, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Have all look at a clock of the test's own."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def client_for(username: str) -> APIClient:
    """Return a client of somebody whose token does not mind the clock."""
    client = APIClient()
    client.force_authenticate(User.objects.get(username=username))
    return client


@pytest.fixture
def make_mentor() -> MakeMentor:
    """Make a mentor of SOOSH: `make_mentor("ann", rate=("50", "USD"), stars=(5, 4), bio="…")`."""

    def make(name: str, *, rate: Any = None, stars: Any = (), hours: Any = (), **fields: Any) -> Mentor:
        now = timezone.now()
        columns = {
            key: fields.pop(key) for key in ("terms", "is_approved", "total_sessions") if key in fields
        }
        said = rate and (Decimal(rate[0]), rate[1])
        mentor, _ = mentors.upgrade(
            user=person(name), journey="experienced", profile=fields, rate=said, now=now
        )
        Mentor.objects.filter(pk=mentor.pk).update(rating_sum=sum(stars), rating_count=len(stars), **columns)
        availability.set_availability(mentor=mentor, weekly=hours, dated=None, now=now)
        return Mentor.objects.get(pk=mentor.pk)

    return make
