"""What somebody is told to do next is there, and can be done."""

from datetime import timedelta

import pytest

from tests.apis.soosh.bookings.sessions import session_of
from tests.domain.community.world import group_of
from tests.domain.learning.world import complete, path_of
from tests.domain.mentorship.world import NOW, mentor_of, person
from trellis.domain.analytics.queries.steps import next_steps
from trellis.domain.community.services.groups import join
from trellis.domain.mentorship.models import Status
from trellis.domain.messaging.services.blocking import block

pytestmark = pytest.mark.django_db


def test_a_milestone_a_mentor_and_a_group() -> None:
    tom, ann = person("tom"), person("ann")
    assert next_steps(tom, now=NOW) == []
    path = path_of(tom, steps=2, now=NOW)
    group = group_of(ann, name="Sailors")
    mia = mentor_of()
    assert next_steps(tom, now=NOW) == [
        "Complete Step 1 milestone",
        "Book session with Mia",
        "Join Sailors community group",
    ]
    complete(path, 1, now=NOW)
    assert next_steps(tom, now=NOW)[0] == "Complete Step 2 milestone"
    complete(path, 2, now=NOW)
    join(group=group, person=tom, now=NOW)
    session_of(NOW + timedelta(days=1), mentor=mia, mentee=tom)
    assert next_steps(tom, now=NOW) == []


def test_a_mentor_whom_one_liked_comes_before_the_best_rated_and_nobody_who_is_blocked() -> None:
    tom = person("tom")
    mia, max_ = mentor_of("mia"), mentor_of("max")
    had = NOW - timedelta(days=1)
    session_of(had, mentor=mia, mentee=tom, status=Status.COMPLETED, rating=5, rated_at=had)
    assert next_steps(tom, now=NOW) == ["Book session with Mia"]
    block(person=tom, other=mia.user, now=NOW)
    assert next_steps(tom, now=NOW) == ["Book session with Max"]
    block(person=max_.user, other=tom, now=NOW)
    assert next_steps(tom, now=NOW) == []
