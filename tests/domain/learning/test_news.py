"""What changes of a course is told to those who take part in it and have switched that on."""

from collections.abc import Sequence
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.domain.learning.factory import NOW, opportunity, person
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Opportunity
from trellis.domain.learning.services import news
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.learning.services.offering import change_opportunity
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.services.preferences import set_preferences

pytestmark = pytest.mark.django_db
_TASK = "trellis.domain.learning.tasks.tell_of_change"


def _enrolled(course: Opportunity, *, wants: bool) -> User:
    user = person()
    enroll(user=user, opportunity_id=course.public_id, now=NOW)
    if wants:
        set_preferences(person=user, changes={"types": {"course_update": True}}, now=NOW)
    return user


def _waiting() -> Sequence[dict[str, Any]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=_TASK).order_by("id")]


def _change(course: Opportunity, **changes: Any) -> None:
    change_opportunity(opportunity=course, changes=changes, actor_id=None, now=NOW)


def test_who_wants_to_know_is_told_by_a_job() -> None:
    course = opportunity()
    keen, _ = _enrolled(course, wants=True), _enrolled(course, wants=False)
    _change(course, title="Knots and Bends")
    (job,) = _waiting()
    news.tell_of_change(**job, now=NOW)
    told = Notification.objects.get(kind="opportunity.changed")
    assert (told.recipient, told.title) == (keen, "Knots and Bends has changed")
    assert told.data == {"opportunity_id": str(course.public_id)}
    # While that is unread it is not told anew.
    news.tell_of_change(**job, now=NOW)
    assert Notification.objects.filter(kind="opportunity.changed").count() == 1


def test_nobody_is_told_where_nobody_wants_to_know_or_nothing_concerns_them() -> None:
    course = opportunity()
    _enrolled(course, wants=False)
    _change(course, title="Bends")
    keen = _enrolled(course, wants=True)
    _change(course, tags=["rope"])
    assert _waiting() == []
    assert not Notification.objects.filter(recipient=keen).exists()


def test_many_are_told_by_several_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_BATCH", 2)
    course = opportunity()
    for _ in range(3):
        _enrolled(course, wants=True)
    _change(course, description="Other ropes.")
    for place in range(2):
        news.tell_of_change(**_waiting()[place], now=NOW)
    assert len(_waiting()) == 2
    assert Notification.objects.filter(kind="opportunity.changed").count() == 3


def test_what_is_gone_meanwhile_is_told_to_nobody() -> None:
    news.tell_of_change(opportunity_id=0, after=0, now=NOW)
    assert not Notification.objects.exists()
