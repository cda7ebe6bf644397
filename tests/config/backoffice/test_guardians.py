"""Guardians and birth dates in the back office."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.browsers import sign_in
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import BirthDateChange, Guardianship
from trellis.domain.guardians.rules import Answer, Status, token_of
from trellis.domain.guardians.services.birth_dates import say_birth_date
from trellis.domain.guardians.services.guardianships import accept

pytestmark = pytest.mark.django_db
DATES = reverse("admin:guardians_birthdatechange_changelist")
GUARDIANS = reverse("admin:guardians_guardianship_changelist")
OLD = date(1990, 1, 1)


@pytest.fixture
def nia() -> User:
    """Somebody of ten."""
    born = timezone.now().date() - timedelta(days=3700)
    return User.objects.create(username="nia", email="nia@example.com", birth_date=born)


@pytest.fixture
def waiting(nia: User) -> BirthDateChange:
    """A birth date that waits."""
    say_birth_date(user=nia, birth_date=OLD, actor_id=nia.pk, now=timezone.now())
    return BirthDateChange.objects.get()


def _act(office: Client, url: str, action: str, row: Any) -> str:
    done = office.post(url, {"action": action, "_selected_action": [str(row.pk)]}, follow=True)
    assert done.status_code == 200
    return done.content.decode()


@pytest.mark.parametrize(("action", "answer"), [("approve", Answer.APPROVED), ("refuse", Answer.REFUSED)])
def test_staff_approve_and_refuse_once(
    office: Client, staff: User, nia: User, waiting: BirthDateChange, action: str, answer: Answer
) -> None:
    assert "nia" in office.get(DATES).content.decode()
    _act(office, DATES, action, waiting)
    waiting.refresh_from_db()
    nia.refresh_from_db()
    assert (waiting.status, waiting.decided_by) == (answer, staff)
    assert (nia.birth_date == OLD) is (answer == Answer.APPROVED)
    assert "no longer waits" in _act(office, DATES, "approve", waiting)


def test_staff_write_a_date(office: Client, nia: User, waiting: BirthDateChange) -> None:
    add = reverse("admin:guardians_birthdatechange_add")
    assert office.get(add).status_code == 200
    refused = office.post(add, {"account": nia.pk, "after": "2999-01-01"})
    assert "not a date of birth" in refused.content.decode()
    assert office.post(add, {"account": nia.pk, "after": "1980-02-03"}).status_code == 302
    nia.refresh_from_db()
    assert nia.birth_date == date(1980, 2, 3)
    assert BirthDateChange.objects.get().status == Answer.APPROVED


def test_the_page_of_an_account_shows_the_date_and_does_not_write_it(office: Client, nia: User) -> None:
    page = reverse("admin:accounts_user_change", args=[nia.pk])
    shown = office.get(page)
    assert f"{nia.birth_date:%Y}" in shown.content.decode()
    assert "birth_date" not in shown.context["adminform"].form.fields


def test_staff_ask_a_guardian_and_end_it(office: Client, staff: User, nia: User) -> None:
    add = reverse("admin:guardians_guardianship_add")
    for minor, email, words in (
        (staff, "gus@example.com", "under 18 have guardians"),
        (nia, "nia@example.com", "Nobody is their own guardian"),
    ):
        assert words in office.post(add, {"minor": minor.pk, "email": email}).content.decode()
    assert office.post(add, {"minor": nia.pk, "email": "gus@example.com"}).status_code == 302
    asked = Guardianship.objects.get()
    assert (asked.invited_by, asked.status) == (staff, Status.INVITED)
    gus = User.objects.create(username="gus", email="gus@example.com")
    accept(token=token_of(asked), user=gus, now=timezone.now())
    _act(office, GUARDIANS, "end_them", asked)
    assert Guardianship.objects.get().status == Status.ENDED
    assert "has ended already" in _act(office, GUARDIANS, "end_them", asked)


def test_who_may_only_look_decides_nothing(nia: User, waiting: BirthDateChange) -> None:
    looker = User.objects.create_user("looker", "looker@example.com", "x", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = sign_in(Client(), looker)
    _act(client, DATES, "approve", waiting)
    waiting.refresh_from_db()
    assert waiting.status == Answer.WAITING
