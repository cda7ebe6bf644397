"""Becoming a mentor, being approved, and being found."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from tests.domain.mentorship.world import NOW, mentor_of, person
from trellis.core.models import Event
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.mentors import approved_mentors
from trellis.domain.mentorship.refusals import AlreadyMentor, InvalidProfile, StaleVersion
from trellis.domain.mentorship.services import mentors

pytestmark = pytest.mark.django_db
CHRISTMAS = date(2030, 12, 25)


def test_a_new_mentor_waits_for_approval() -> None:
    user = person("mia")
    mentor = mentors.create_mentor(user=user, profile={"bio": "Hello"}, now=NOW)
    assert (mentor.is_approved, mentor.version, mentor.bio) == (False, 1, "Hello")
    with pytest.raises(AlreadyMentor):
        mentors.create_mentor(user=user, profile={}, now=NOW)
    assert Event.objects.get().kind == "mentor.created"


def test_approval_is_told_once_and_can_be_taken_back() -> None:
    mentor = mentor_of(approved=False)
    officer = person("ada").pk
    for _ in range(2):
        mentor = mentors.approve_mentor(mentor=mentor, actor_id=officer, now=NOW)
    assert (mentor.is_approved, mentor.version) == (True, 2)
    for _ in range(2):
        mentor = mentors.withdraw_mentor(mentor=mentor, actor_id=officer, now=NOW)
    assert (mentor.is_approved, mentor.version) == (False, 3)
    kinds = list(Event.objects.filter(actor_id=officer).order_by("id").values_list("kind", flat=True))
    assert kinds == ["mentor.approved", "mentor.withdrawn"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("availability_timezone", "Mars/Olympus"),
        ("availability_timezone", "../../etc/passwd"),
        ("availability_timezone", "localtime"),
        ("availability_timezone", "Factory"),
        ("availability_timezone", ""),
        ("session_minutes", 14),
        ("session_minutes", 241),
        ("buffer_minutes", 121),
        ("years_of_experience", -1),
        ("linkedin_url", "javascript:alert(1)"),
        ("expertise", ["x" * 61]),
        ("company", "x" * 151),
        ("is_approved", True),
        ("rating_sum", 500),
        ("user_id", 1),
    ],
)
def test_a_profile_that_cannot_be_is_refused_with_the_fields_name(field: str, value: Any) -> None:
    mentor = mentor_of()
    with pytest.raises(InvalidProfile) as refused:
        mentors.update_mentor(mentor=mentor, changes={field: value, "bio": "x"}, version=None, now=NOW)
    assert list(refused.value.errors) == [field]
    with pytest.raises(InvalidProfile):
        mentors.create_mentor(user=person("max"), profile={field: value}, now=NOW)
    assert Mentor.objects.get().bio == ""


def test_a_change_raises_the_version_and_an_older_one_is_refused() -> None:
    mentor = mentor_of()
    changed = mentors.update_mentor(mentor=mentor, changes={"company": "Acme"}, version=2, now=NOW)
    assert (changed.company, changed.version) == ("Acme", 3)
    with pytest.raises(StaleVersion) as refused:
        mentors.update_mentor(mentor=mentor, changes={"company": "Other"}, version=2, now=NOW)
    assert refused.value.current == 3
    assert approved_mentors(search="acme").get() == mentor


def test_a_new_name_is_found_once_indexed() -> None:
    mentor = mentor_of()
    mentor.user.last_name = "Okonkwo"
    mentor.user.save(update_fields=["last_name"])
    mentors.index_mentor(mentor)
    assert approved_mentors(search="okon").get() == mentor


def test_a_photo_is_stored_under_a_name_of_ours() -> None:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    photo = ContentFile(out.getvalue(), name="../../me.png")
    mentor = mentors.set_photo(mentor=mentor_of(), photo=photo, now=NOW)
    assert re.fullmatch(r"mentors/photos/[0-9a-f]{32}\.png", str(mentor.photo))
    assert mentor.version == 3


def test_a_new_name_of_the_account_is_found_and_the_old_one_is_not() -> None:
    user = User.objects.create_user("mona", "mona@example.com", first_name="Mona", last_name="Before")
    mentor = mentors.create_mentor(user=user, profile={}, now=NOW)
    mentors.approve_mentor(mentor=mentor, actor_id=None, now=NOW)
    assert _names("before") == ["Before"]
    user.last_name = "After"
    user.save(update_fields=["last_name"])
    assert _names("after") == ["After"]
    assert _names("before") == []


def _names(search: str) -> list[str]:
    return [mentor.user.last_name for mentor in approved_mentors(search=search)]
