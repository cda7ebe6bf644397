"""Several devices of one person speak to their agent at once."""

import pytest

from tests.crowd import at_once
from tests.domain.assistant.world import ALLOWED, SECOND, robin
from tests.domain.mentorship.world import NOW, mentor_of
from trellis.domain.assistant.services.commanding import command

MANY = 6
pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_who_say_yes_at_once_one_is_heard() -> None:
    user, mentor = robin(**dict.fromkeys(ALLOWED, False)), mentor_of("mia")
    command(user=user, readings=["Book a session with Mia tomorrow at ten"], begun_at=NOW, now=NOW)
    later = NOW + SECOND

    def say_yes(_: int) -> bool:
        return command(user=user, readings=["Yes"], begun_at=later, now=later)[0].action is not None

    assert sum(at_once(MANY, say_yes)) == 1
    assert mentor.bookings.count() == 1
