"""Two devices at once go on with one session."""

import pytest
from django.utils import timezone

from tests.crowd import at_once
from trellis.core.refusals import Conflict
from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import AnsweredBy, Profiling
from trellis.domain.assistant.services import profiling

MANY = 6
pytestmark = pytest.mark.django_db(transaction=True)


def test_many_starts_at_once_are_one_session_and_of_many_answers_one_counts() -> None:
    user = User.objects.create_user("learner", "learner@any.example")
    started = at_once(MANY, lambda _: profiling.start(user=user, now=timezone.now()).public_id)
    assert set(started) == {Profiling.objects.get().public_id}

    def answer(number: int) -> bool:
        try:
            profiling.answer(
                user=user,
                public_id=started[0],
                step=1,
                text=f"I like music number {number}",
                answered_by=AnsweredBy.TEXT,
                now=timezone.now(),
            )
        except Conflict:
            return False
        return True

    assert sum(at_once(MANY, answer)) == 1
    session = Profiling.objects.get()
    assert (session.step, session.answers.count()) == (2, 1)
