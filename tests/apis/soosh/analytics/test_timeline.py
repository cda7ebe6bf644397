"""A timeline as PostgreSQL renders it is what plain DRF makes of it, whatever page is asked for."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from tests.apis.conftest import client_of
from tests.apis.soosh.bookings.sessions import session_of
from tests.domain.credentials.world import finished
from tests.domain.learning.world import achievement, complete, path_of
from tests.domain.mentorship.world import mentor_of
from tests.domain.payments.payers import person
from trellis.apis.soosh.analytics.output import ActivitiesOutput
from trellis.apis.soosh.analytics.timeline import COMPILED, timeline
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.analytics.queries.activity import timeline_of
from trellis.domain.analytics.rules.choices import ActivityType
from trellis.domain.learning.rules.choices import Measure
from trellis.domain.mentorship.models import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def tui(db: None) -> User:
    """Somebody who has done something of each type, two things in one moment."""
    now = timezone.now() - timedelta(days=40)
    achievement("First step", Measure.MILESTONES, 1)
    mentor = mentor_of("tui")
    user, other = mentor.user, mentor_of("mia")
    for number in range(6):
        start = now + timedelta(days=number)
        session_of(start, mentor=other, mentee=user, status=Status.COMPLETED, topic='A "knot"')
        session_of(start, mentor=mentor, mentee=person(f"pupil{number}"), status=Status.COMPLETED)
    session_of(timezone.now(), mentor=other, mentee=user, status=Status.COMPLETED)
    path = path_of(user, steps=2, now=now)
    for step in (1, 2):
        complete(path, step, now=now + timedelta(hours=step))
    finished(user, now=now + timedelta(days=20))
    return user


def _plainly(user: User, kind: ActivityType | None, number: int, size: int) -> tuple[bytes, int]:
    types = [kind] if kind else []
    found, total = timeline_of(user, types=types, first=(number - 1) * size, size=size, now=timezone.now())
    shown = [{"type": each.type, "data": each.data, "timestamp": each.at} for each in found]
    rendered: bytes = JSONRenderer().render(ActivitiesOutput({"activities": shown}).data)
    return rendered, total


def test_each_type_is_what_plain_drf_makes_and_each_is_there(tui: User) -> None:
    for kind, compiled in COMPILED.items():
        model: type[Model] = compiled.model
        keys = list(model._default_manager.values_list("pk", flat=True))
        assert keys, kind
        assert_renders_equal(compiled, keys)
        assert timeline(kind).page(1, 20, user_id=tui.pk, now=timezone.now())[1] > 0, kind


@pytest.mark.parametrize("kind", [None, *ActivityType])
@pytest.mark.parametrize("size", [3, 20, 30])
def test_pages_are_those_of_the_plain_reading(tui: User, kind: ActivityType | None, size: int) -> None:
    client = client_of("tui")
    for number in range(1, 9):
        query: dict[str, Any] = {"page": number, "limit": size, **({"type": kind} if kind else {})}
        answer = client.get("/api/v1/analytics/activity", query)
        text, total = _plainly(tui, kind, number, size)
        assert json.loads(answer.content) == json.loads(text)
        assert answer["X-Total-Count"] == str(total)


def test_what_others_have_done_is_not_told(tui: User) -> None:
    person("ann")
    assert client_of("ann").get("/api/v1/analytics/activity").json() == {"activities": []}


def test_it_takes_one_query_for_the_page_and_one_for_who_asks(
    tui: User, django_assert_num_queries: Any
) -> None:
    client = client_of("tui")
    for size in (1, 100):
        with django_assert_num_queries(2):
            assert client.get(f"/api/v1/analytics/activity?limit={size}").status_code == 200
