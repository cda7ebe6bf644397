"""`users/me`: what an account says of its owner, and changing some of it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import SHOWN, refused
from trellis.domain.accounts.models import User

ME = "/api/v1/users/me"
PRINTED: dict[str, Any] = {
    "full_name": "John Doe",
    "bio": "Aspiring UI designer",
    "location": {"city": "San Francisco", "country": "USA", "lat": 37.7749, "lng": -122.4194},
    "timezone": "America/Los_Angeles",
}
NOWHERE = {"city": "", "country": "", "lat": None, "lng": None}
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(signed_in: SignIn) -> APIClient:
    """Somebody of whom nothing is known but the name."""
    User.objects.create_user("ann", "ann@example.com", "x", first_name="Ann", last_name="Lee")
    return signed_in("ann")


def test_it_shows_the_account_by_its_public_id(ann: APIClient) -> None:
    user = User.objects.get()
    shown = ann.get(ME).json()
    assert set(shown) == SHOWN
    assert shown["id"] == str(user.public_id)
    assert (shown["full_name"], shown["mode"], shown["user_type"]) == ("Ann Lee", "learner", "beginner")
    assert (shown["avatar_url"], shown["bio"], shown["location"]) == (None, "", NOWHERE)


def test_the_printed_change_is_kept_and_the_rest_stays(ann: APIClient) -> None:
    changed = ann.put(ME, PRINTED)
    assert changed.status_code == 200
    assert {name: changed.json()[name] for name in PRINTED} == PRINTED
    assert ann.put(ME, {"bio": "Designer"}).json() == {**changed.json(), "bio": "Designer"}
    assert ann.put(ME, {}).json() == ann.get(ME).json() == {**changed.json(), "bio": "Designer"}
    assert User.objects.get().known_timezone == "America/Los_Angeles"


def test_a_place_is_said_as_a_whole(ann: APIClient) -> None:
    ann.put(ME, PRINTED)
    moved = ann.put(ME, {"location": {"city": "Oakland"}}).json()["location"]
    assert moved == {**NOWHERE, "city": "Oakland"}
    assert ann.put(ME, {"location": None}).json()["location"] == NOWHERE


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "A\u202eB"}, "full_name"),
        ({"full_name": "x" * 160}, "full_name"),
        ({"bio": "x" * 5001}, "bio"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"location": {"lat": 91, "lng": 0}}, "location"),
        ({"location": {"lat": 0, "lng": -180.1}}, "location"),
        ({"location": {"lat": "nan", "lng": 0}}, "location"),
        ({"location": {"lat": 1}}, "location"),
        ({"location": "here"}, "location"),
    ],
)
def test_what_cannot_be_so_is_named_and_nothing_is_changed(
    ann: APIClient, changes: dict[str, Any], field: str
) -> None:
    ann.put(ME, PRINTED)
    response = ann.put(ME, {"full_name": "Ann Other", **changes})
    assert set(refused(response, 422, "VALIDATION_ERROR")["details"]) == {field}
    assert {name: ann.get(ME).json()[name] for name in PRINTED} == PRINTED


def test_what_is_not_for_its_owner_to_change_stays(ann: APIClient) -> None:
    before = ann.get(ME).json()
    taken = {"email": "b@example.com", "username": "bob", "user_type": "experienced", "mode": "mentor"}
    assert ann.put(ME, {**taken, "onboarding_completed": True, "is_staff": True}).json() == before
