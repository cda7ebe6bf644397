"""Becoming a mentor, being approved, and saying when one is free."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from PIL import Image

from tests.domain.mentorship.world import NOW, mentor_of, person
from trellis.core.models import Event
from trellis.domain.mentorship.models import Availability, Mentor
from trellis.domain.mentorship.queries import approved_mentors, availability_of, schedule_of
from trellis.domain.mentorship.refusals import AlreadyMentor, InvalidProfile, InvalidWindow, StaleVersion
from trellis.domain.mentorship.rules.limits import MOST_WINDOWS
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, mentors

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


def test_each_kind_of_window_is_replaced_by_itself() -> None:
    mentor = mentor_of()
    away = Window(0, 1440, date=CHRISTMAS, is_active=False)
    availability.set_availability(mentor=mentor, weekly=None, dated=[away], now=NOW)
    assert availability_of(mentor).count() == 8
    weekly = [Window(60, 120, day_of_week=6), Window(0, 60, day_of_week=6)]
    availability.set_availability(mentor=mentor, weekly=weekly, dated=None, now=NOW)
    schedule = schedule_of(mentor)
    assert [window.start_minute for window in schedule.weekly] == [0, 60]
    row = Availability.objects.get(is_recurring=False)
    assert (row.day_of_week, row.specific_date, row.is_active) == (3, CHRISTMAS, False)
    availability.set_availability(mentor=mentor, weekly=[], dated=[], now=NOW)
    assert not availability_of(mentor).exists()
    assert Event.objects.filter(kind="mentor.availability_set").count() == 4


@pytest.mark.parametrize(
    ("weekly", "dated", "index", "kind"),
    [
        ([Window(60, 60, day_of_week=1)], None, 0, "weekly"),
        ([Window(120, 60, day_of_week=1)], None, 0, "weekly"),
        ([Window(-1, 60, day_of_week=1)], None, 0, "weekly"),
        ([Window(60, 1441, day_of_week=1)], None, 0, "weekly"),
        ([Window(1440, 1500, day_of_week=1)], None, 0, "weekly"),
        ([Window(0, 60, day_of_week=7)], None, 0, "weekly"),
        ([Window(0, 60, day_of_week=-1)], None, 0, "weekly"),
        ([Window(0, 60)], None, 0, "weekly"),
        ([Window(0, 60, date=CHRISTMAS)], None, 0, "weekly"),
        ([Window(0, 60, day_of_week=1), Window(59, 90, day_of_week=1)], None, 1, "weekly"),
        ([Window(0, 60, day_of_week=1), Window(0, 60, day_of_week=1, is_active=False)], None, 1, "weekly"),
        (None, [Window(0, 60, day_of_week=1)], 0, "dated"),
        (None, [Window(0, 60, date=CHRISTMAS), Window(30, 31, date=CHRISTMAS)], 1, "dated"),
        ([Window(0, 60, day_of_week=1)], [Window(9, 8, date=CHRISTMAS)], 0, "dated"),
        (None, [Window(n, n + 1, date=CHRISTMAS) for n in range(MOST_WINDOWS + 1)], MOST_WINDOWS, "dated"),
    ],
)
def test_a_window_that_cannot_be_is_named_and_nothing_changes(
    weekly: list[Window] | None, dated: list[Window] | None, index: int, kind: str
) -> None:
    mentor = mentor_of()
    before = list(availability_of(mentor))
    with pytest.raises(InvalidWindow) as refused:
        availability.set_availability(mentor=mentor, weekly=weekly, dated=dated, now=NOW)
    assert (refused.value.index, refused.value.kind) == (index, kind)
    assert list(availability_of(mentor)) == before


def test_windows_and_the_timezone_of_their_clock_are_set_together() -> None:
    mentor = mentor_of()
    weekly = [Window(0, 60, day_of_week=6)]
    changed = availability.set_availability(
        mentor=mentor, weekly=weekly, dated=None, timezone="Asia/Tokyo", now=NOW
    )
    assert (changed.availability_timezone, changed.version) == ("Asia/Tokyo", mentor.version + 1)
    assert schedule_of(changed).weekly == tuple(weekly)


def test_windows_stay_where_the_timezone_is_none() -> None:
    mentor = mentor_of()
    before = list(availability_of(mentor))
    with pytest.raises(InvalidProfile):
        availability.set_availability(mentor=mentor, weekly=[], dated=[], timezone="Nowhere", now=NOW)
    assert list(availability_of(mentor)) == before


@pytest.mark.parametrize("specific_date", [None, CHRISTMAS])
def test_the_constraints_alone_refuse_overlapping_windows(specific_date: date | None) -> None:
    mentor = mentors.create_mentor(user=person("mia"), profile={}, now=NOW)
    is_recurring = specific_date is None
    row = {"mentor": mentor, "day_of_week": 3, "is_recurring": is_recurring, "specific_date": specific_date}
    Availability.objects.create(**row, start_minute=0, end_minute=60)
    Availability.objects.create(**row, start_minute=60, end_minute=90)
    name = "weekly_apart" if is_recurring else "dated_apart"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Availability.objects.create(**row, start_minute=59, end_minute=60)
