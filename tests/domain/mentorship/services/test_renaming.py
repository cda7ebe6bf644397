"""A mentor who changes their name is found by the new one."""

import pytest
from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.queries import approved_mentors
from trellis.domain.mentorship.services.mentors import approve_mentor, create_mentor

pytestmark = pytest.mark.django_db


def _names(search: str) -> list[str]:
    return [mentor.user.last_name for mentor in approved_mentors(search=search)]


def test_a_new_name_is_found_and_the_old_one_is_not() -> None:
    user = User.objects.create_user("mona", "mona@example.com", first_name="Mona", last_name="Before")
    mentor = create_mentor(user=user, profile={}, now=timezone.now())
    approve_mentor(mentor=mentor, actor_id=None, now=timezone.now())
    assert _names("before") == ["Before"]
    user.last_name = "After"
    user.save(update_fields=["last_name"])
    assert _names("after") == ["After"]
    assert _names("before") == []
