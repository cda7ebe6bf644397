"""Talents who are minors: their birth date, and the conversation with who selected them."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.apis.conftest import SignIn
from trellis.core.events import changes_of, history_of
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import BirthDateChange
from trellis.domain.guardians.rules import token_of
from trellis.domain.guardians.services.birth_dates import say_birth_date, set_birth_date
from trellis.domain.guardians.services.guardianships import accept, invite
from trellis.domain.messaging.models import Room
from trellis.domain.scouting.models import Talent

ONBOARD, OWN, OWN_AS_COACH = "/mentor/talents/onboarding/", "/mentor/talents/me/", "/mentor/me/"
SELECT = "/mentor/selected-talents/add/"
MIKE, JANE = 123, 456
YOUNG = date(timezone.now().year - 14, 1, 2)
pytestmark = pytest.mark.usefixtures("world")


def _young(username: str) -> User:
    user = User.objects.get(username=username)
    say_birth_date(user=user, birth_date=YOUNG, actor_id=user.pk, now=timezone.now())
    return user


@pytest.mark.parametrize(("path", "username"), [(OWN, "jane_talent"), (OWN_AS_COACH, "coach_mike")])
@pytest.mark.parametrize("day", ["1990-01-01", None])
def test_a_profile_makes_no_minor_older(signed_in: SignIn, path: str, username: str, day: str | None) -> None:
    user = _young(username)
    answer = signed_in(username).patch(path, {"date_of_birth": day, "bio": "Anew"})
    assert (answer.status_code, answer.json()["date_of_birth"]) == (200, YOUNG.isoformat())
    assert answer.json()["bio"] == "Anew"
    assert BirthDateChange.objects.get().account == user
    younger = YOUNG.replace(year=YOUNG.year + 1).isoformat()
    assert signed_in(username).patch(path, {"date_of_birth": younger}).json()["date_of_birth"] == younger
    assert not BirthDateChange.objects.exists()


def test_what_waits_is_no_change_of_the_record(signed_in: SignIn) -> None:
    _young("jane_talent")
    talent = Talent.objects.get(user__username="jane_talent")
    signed_in("jane_talent").patch(OWN, {"date_of_birth": None})
    assert not history_of(talent).filter(kind="talent.changed").exists()
    signed_in("jane_talent").patch(OWN, {"date_of_birth": "1990-01-01", "bio": "Anew"})
    event = history_of(talent).get(kind="talent.changed")
    assert set(changes_of(event)) == {"bio"}


@pytest.mark.parametrize("path", [ONBOARD, "/mentor/onboarding/"])
def test_onboarding_makes_no_minor_older_either(signed_in: SignIn, path: str) -> None:
    _young("johndoe")
    answer = signed_in("johndoe").post(path, {"date_of_birth": "1990-01-01"})
    assert (answer.status_code, answer.json()["date_of_birth"]) == (201, YOUNG.isoformat())


def _selected(signed_in: SignIn) -> Any:
    mike = signed_in("coach_mike")
    listed = mike.get("/mentor/selected-talents/", {"user_id": MIKE})
    assert listed.status_code == 200, listed.content
    return listed.json()[0]


def test_the_room_of_a_minor_is_there_and_closed_until_somebody_guards_them(
    signed_in: SignIn, api: Any
) -> None:
    jane, now = _young("jane_talent"), timezone.now()
    body = {"user_id": MIKE, "talent_id": JANE}
    made = api.post(SELECT, body).json()
    assert (made["can_chat"], made["chat_room_id"]) == (
        False,
        str(Room.objects.get(first=MIKE, second=JANE).pk),
    )
    assert _selected(signed_in)["can_chat"] is False
    gil = User.objects.get(username="gil")
    asked = invite(minor=jane, email=gil.email, actor=jane, now=now)
    accept(token=token_of(asked), user=gil, now=now)
    assert _selected(signed_in)["can_chat"] is True


def test_a_talent_without_a_birth_date_can_chat_until_they_say_that_they_are_young(
    signed_in: SignIn, api: Any
) -> None:
    john = signed_in("johndoe")
    john.post(ONBOARD, {"bio": "New"})
    user = User.objects.get(username="johndoe")
    body = {"user_id": MIKE, "talent_id": user.pk}
    assert api.post(SELECT, body).json()["can_chat"] is True
    john.patch(OWN, {"date_of_birth": YOUNG.isoformat()})
    assert _selected(signed_in)["can_chat"] is False


def test_staff_open_it_by_confirming_the_date(signed_in: SignIn, api: Any) -> None:
    jane = _young("jane_talent")
    api.post(SELECT, {"user_id": MIKE, "talent_id": JANE})
    boss = User.objects.get(username="admin")
    set_birth_date(user=jane, birth_date=date(1990, 1, 1), actor_id=boss.pk, now=timezone.now())
    assert _selected(signed_in)["can_chat"] is True
