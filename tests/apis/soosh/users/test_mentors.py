"""`users/upgrade-to-mentor` and `users/switch-mode`."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import SHOWN, refused
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey
from trellis.domain.catalog.rules.tree import tree
from trellis.domain.catalog.services.planting import plant
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.services.mentors import approve_mentor

UPGRADE, MODE = "/api/v1/users/upgrade-to-mentor", "/api/v1/users/switch-mode"
IN_MANSA = "/api/v1/mentorship/mentors/"
# By their slugs they have the same ids everywhere.
BRANCH, OTHER = tree()[:2]
CATEGORY = {
    "category_id": str(BRANCH.public_id),
    "subcategory_ids": [str(leaf.public_id) for leaf in BRANCH.leaves[:2]],
}
OF_OTHER = {**CATEGORY, "subcategory_ids": [str(OTHER.leaves[0].public_id)]}
PRINTED: dict[str, Any] = {
    "user_type": "mid_level",
    "mentor_bio": "I have designed for banks.",
    "skills_offered": ["UI Design", "Figma"],
    "expertise_categories": [CATEGORY],
    "hourly_rate": 50.00,
    "teaching_styles": ["visual", "hands-on"],
    "portfolio_url": "https://ann.example/work",
    "linkedin_url": "https://www.linkedin.com/in/ann",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(signed_in: SignIn) -> APIClient:
    """A beginner who has chosen a timezone, where the categories are."""
    plant()
    User.objects.create_user("ann", "ann@example.com", "x", first_name="Ann", timezone="Europe/Vienna")
    return signed_in("ann")


def test_the_printed_request_makes_a_mentor_whom_mansa_shows_once_approved(ann: APIClient) -> None:
    made = ann.post(UPGRADE, PRINTED)
    assert (made.status_code, set(made.json())) == (201, {*SHOWN, "mentor"})
    assert made.json()["user_type"] == "mid_level"
    said = {name: value for name, value in PRINTED.items() if name != "user_type"}
    mentor = Mentor.objects.get()
    assert made.json()["mentor"] == {
        **said, "id": str(mentor.public_id), "currency": "USD", "is_verified": False,
    }  # fmt: skip
    assert (mentor.rate_minor, mentor.availability_timezone) == (5000, "Europe/Vienna")
    assert mentor.offered_at is not None
    assert ann.get(IN_MANSA).json()["results"] == []
    approve_mentor(mentor=mentor, actor_id=None, now=timezone.now())
    assert [each["id"] for each in ann.get(IN_MANSA).json()["results"]] == [str(mentor.public_id)]


def test_a_second_time_says_anew_what_is_sent_and_leaves_the_rest(ann: APIClient) -> None:
    first = ann.post(UPGRADE, {**PRINTED, "currency": "jpy", "hourly_rate": 9000}).json()["mentor"]
    offered = Mentor.objects.get().offered_at
    again = ann.post(UPGRADE, {"user_type": "experienced", "mentor_bio": "Anew", "hourly_rate": "9500"})
    assert (again.status_code, again.json()["user_type"]) == (200, "experienced")
    assert again.json()["mentor"] == {**first, "mentor_bio": "Anew", "hourly_rate": 9500}
    assert (Mentor.objects.get().rate_minor, Mentor.objects.get().offered_at) == (9500, offered)
    free = ann.post(UPGRADE, {"user_type": "experienced", "hourly_rate": None}).json()["mentor"]
    assert (free["hourly_rate"], free["currency"]) == (None, "JPY")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"user_type": "beginner"}, "user_type", "mid_level, experienced"),
        ({"user_type": None}, "user_type", ""),
        ({"hourly_rate": -1}, "hourly_rate", ""),
        ({"hourly_rate": 18.605}, "hourly_rate", "18.60 or 18.61"),
        ({"hourly_rate": 18.605, "currency": "KWD"}, "hourly_rate", "18.600 or 18.610"),
        ({"hourly_rate": 0.5, "currency": "JPY"}, "hourly_rate", "0 or 1"),
        ({"hourly_rate": 99_999_999, "currency": "USD"}, "hourly_rate", "999999.99 at most"),
        ({"currency": "XXX"}, "currency", "USD"),
        ({"skills_offered": ["x" * 61]}, "skills_offered", ""),
        ({"skills_offered": [f"skill {number}" for number in range(31)]}, "skills_offered", ""),
        ({"expertise_categories": [{"category_id": "design"}]}, "expertise_categories", ""),
        (
            {"expertise_categories": [{"category_id": str(uuid4())}]},
            "expertise_categories",
            "no such category",
        ),
        ({"expertise_categories": [CATEGORY, OF_OTHER]}, "expertise_categories", "'1'"),
        ({"linkedin_url": "javascript:alert(1)"}, "linkedin_url", ""),
    ],
)
def test_what_cannot_be_so_is_named_and_nobody_is_a_mentor_by_it(
    ann: APIClient, changes: dict[str, Any], field: str, words: str
) -> None:
    body = refused(ann.post(UPGRADE, {**PRINTED, **changes}), 422, "VALIDATION_ERROR")
    assert set(body["details"]) == {field}
    assert words in str(body["details"][field])
    assert not Mentor.objects.exists()
    assert User.objects.get().journey == Journey.BEGINNER


def test_dinars_are_kept_in_thousandths_and_skills_once(ann: APIClient) -> None:
    rate = {"hourly_rate": 18.600, "currency": "KWD", "skills_offered": ["Figma", "FIGMA"]}
    mentor = ann.post(UPGRADE, {**PRINTED, **rate}).json()["mentor"]
    assert (Mentor.objects.get().rate_minor, mentor["hourly_rate"]) == (18_600, 18.6)
    assert mentor["skills_offered"] == ["Figma"]


def test_who_is_disabled_stays_so_and_is_a_mentor_all_the_same(ann: APIClient) -> None:
    User.objects.update(journey=Journey.DISABLED)
    refused(ann.put(MODE, {"mode": "mentor"}), 403, "FORBIDDEN")
    assert ann.post(UPGRADE, PRINTED).json()["user_type"] == "disabled"
    assert ann.put(MODE, {"mode": "mentor"}).status_code == 200


def test_the_side_is_switched_by_all_but_beginners(ann: APIClient) -> None:
    for journey in (Journey.BEGINNER, Journey.STAY_AT_HOME):
        User.objects.update(journey=journey)
        refused(ann.put(MODE, {"mode": "mentor"}), 403, "FORBIDDEN")
    User.objects.update(journey=Journey.EXPERIENCED)
    for mode in ("mentor", "learner"):
        switched = ann.put(MODE, {"mode": mode})
        assert (switched.status_code, set(switched.json()), switched.json()["mode"]) == (200, SHOWN, mode)
    refused(ann.put(MODE, {"mode": "teacher"}), 422, "VALIDATION_ERROR")
    refused(ann.put(MODE, {}), 422, "VALIDATION_ERROR")
