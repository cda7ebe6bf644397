"""What is recommended to somebody, and that it says why."""

from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from tests.domain.learning.factory import opportunity, person
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Subcategory
from trellis.domain.catalog.services.planting import plant
from trellis.domain.learning.models import Meaning, Opportunity
from trellis.domain.learning.rules.choices import Difficulty
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.profiles.models import Profile
from trellis.intelligence.embeddings import DIMENSIONS

URL = "/api/v1/opportunities/recommended"
pytestmark = pytest.mark.django_db
_MODEL = "any"


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann", "ann@example.org", "A-l0ng-Passw0rd")


@pytest.fixture
def learner(ann: User, signed_in: SignIn) -> APIClient:
    return signed_in("ann")


def _pointing(closeness: float) -> list[float]:
    """Return a vector that is so close to (1, 0, 0 …)."""
    return [closeness, (1 - closeness**2) ** 0.5, *[0.0] * (DIMENSIONS - 2)]


def _profile(user: User, **said: Any) -> Profile:
    now = timezone.now()
    vector = {"vector": _pointing(1), "vector_model": _MODEL}
    return Profile.objects.create(user=user, created_at=now, updated_at=now, **{**vector, **said})


def _meant(row: Opportunity, closeness: float, model: str = _MODEL) -> Opportunity:
    Meaning.objects.create(opportunity=row, digest=1, model=model, vector=_pointing(closeness))
    return row


def _found(api: APIClient, **asked: Any) -> list[tuple[str, float, str, bool]]:
    answer = api.get(URL, asked)
    assert answer.status_code == 200, answer.content
    return [
        (each["opportunity"]["title"], each["match_score"], each["reason"], each["learning_path_fit"])
        for each in answer.json()["recommendations"]
    ]


def test_what_fits_comes_first_with_reasons_that_name_what_matched(
    learner: APIClient, ann: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plant()
    design = Subcategory.objects.get(slug="ui-ux-design")
    _profile(
        ann,
        passions=["UI design"],
        skills=[{"skill": "Figma", "level": "beginner"}],
        subcategories=[design.public_id],
    )
    said = {"title": "UI Design", "subcategory": design, "difficulty": Difficulty.BEGINNER}
    _meant(opportunity(**said, tags=["figma"]), 0.72)
    _meant(opportunity(title="Screens"), 0.6)
    _meant(opportunity(title="Horses"), 0.38)
    opportunity(title="Figma at night")
    with django_assert_max_num_queries(5):
        found = _found(learner)
    assert found == [
        (
            "UI Design",
            0.92,
            "Matches your interest in UI design, skill in Figma and beginner skill level, in UI/UX Design",
            True,
        ),
        ("Screens", 0.6, "Close in meaning to what you say of yourself", False),
        # No model has told of it yet.
        ("Figma at night", 0.4, "Matches your skill in Figma", False),
    ]
    assert [title for title, *_ in _found(learner, limit=1)] == ["UI Design"]
    shown = learner.get(URL).json()["recommendations"][0]["opportunity"]
    assert shown == learner.get("/api/v1/opportunities").json()["opportunities"][3]


def test_what_one_takes_part_in_or_cannot_see_is_not_recommended(learner: APIClient, ann: User) -> None:
    _profile(ann, passions=["Knots"])
    rows = [_meant(opportunity(title=name), 0.9) for name in ("Knots 1", "Knots 2", "Knots 3", "Knots 4")]
    enroll(user=ann, opportunity_id=rows[0].public_id, now=timezone.now())
    Opportunity.objects.filter(pk=rows[1].pk).update(is_published=False)
    Opportunity.objects.filter(pk=rows[2].pk).update(closes_at=timezone.now())
    assert [title for title, *_ in _found(learner)] == ["Knots 4"]


@pytest.mark.parametrize(
    "profile", [None, {"passions": ["qwrtzpl"]}, {"passions": [], "vector": None, "vector_model": ""}]
)
def test_of_whom_nothing_fitting_is_known_they_hear_what_is_popular(
    learner: APIClient, ann: User, profile: dict[str, Any] | None
) -> None:
    if profile is not None:
        _profile(ann, **profile)
    first = _meant(opportunity(title="Knots"), 0.38)
    opportunity(title="Ropes")
    for other in (person(), person()):
        enroll(user=other, opportunity_id=first.public_id, now=timezone.now())
    assert _found(learner) == [
        ("Knots", 0, "Popular: 2 people take part", False),
        ("Ropes", 0, "New here: nobody takes part yet", False),
    ]


def test_vectors_of_another_model_say_nothing(learner: APIClient, ann: User) -> None:
    _profile(ann, passions=["Sailing"])
    _meant(opportunity(title="Knots"), 0.99, model="another")
    assert _found(learner) == [("Knots", 0, "New here: nobody takes part yet", False)]


def test_who_may_ask_and_what(api: APIClient, learner: APIClient) -> None:
    refused(api.get(URL), 401, "AUTH_ERROR")
    for limit in ("0", "51", "x"):
        assert list(refused(learner.get(URL, {"limit": limit}), 422, "VALIDATION_ERROR")["details"]) == [
            "limit"
        ]
    assert learner.get(URL).json() == {"recommendations": []}
