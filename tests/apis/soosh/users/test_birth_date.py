"""`users/me`: one's own birth date, which who is under 18 does not make older by themselves."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import BirthDateChange
from trellis.domain.guardians.rules import counts_as_minor
from trellis.domain.notifications.models import Notification

ME = "/api/v1/users/me"
YOUNG = date(timezone.now().year - 14, 1, 2).isoformat()
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(signed_in: SignIn) -> APIClient:
    User.objects.create_user("ann", "ann@example.com", "x")
    return signed_in("ann")


def _says(client: APIClient, day: str | None, **more: Any) -> Any:
    answer = client.put(ME, {"birth_date": day, **more})
    assert answer.status_code == 200, answer.content
    assert answer.json() == client.get(ME).json()
    return answer.json()["birth_date"]


def test_it_is_said_once_and_made_older_by_staff_alone(ann: APIClient) -> None:
    assert ann.get(ME).json()["birth_date"] is None
    assert _says(ann, YOUNG) == YOUNG
    assert _says(ann, "1990-01-01", bio="Older than I look") == YOUNG
    assert _says(ann, None) == YOUNG
    user = User.objects.get()
    assert (user.bio, counts_as_minor(user, timezone.now())) == ("Older than I look", True)
    assert BirthDateChange.objects.get().after is None
    assert Notification.objects.filter(kind="birth_date.asked").count() == 2


def test_an_adult_says_what_they_like(ann: APIClient) -> None:
    for day in ("1990-01-01", "1980-12-31", None, YOUNG):
        assert _says(ann, day) == day


@pytest.mark.parametrize("day", ["1899-12-31", "2999-01-01", "yesterday", 7, "0001-01-01"])
def test_what_is_no_date_of_birth_is_refused_and_nothing_is_written(ann: APIClient, day: Any) -> None:
    answer = refused(ann.put(ME, {"birth_date": day, "bio": "new"}), 422, "VALIDATION_ERROR")
    assert set(answer["details"]) == {"birth_date"}
    assert User.objects.get().bio == ""


def test_a_timezone_that_is_none_leaves_the_birth_date_alone(ann: APIClient) -> None:
    refused(ann.put(ME, {"birth_date": YOUNG, "timezone": "Mars/Base"}), 422, "VALIDATION_ERROR")
    assert User.objects.get().birth_date is None
