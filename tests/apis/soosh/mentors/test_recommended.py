"""`GET mentors/recommended`: mentors who suit the caller's profile, and true reasons."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.mentors.conftest import ALWAYS, URL, Clock, MakeMentor, client_for
from tests.domain.mentorship.world import booking_in, person
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.mentorship.models import Mentor, Status
from trellis.domain.mentorship.services.feedback import add_feedback
from trellis.domain.mentorship.services.mentors import approve_mentor
from trellis.domain.profiles.models import Profile

RECOMMENDED = f"{URL}/recommended"
pytestmark = pytest.mark.django_db


@pytest.fixture
def design() -> Subcategory:
    """A field of the catalog."""
    category = Category.objects.create(public_id=uuid4(), name="Art", slug="art", position=1)
    return Subcategory.objects.create(
        public_id=uuid4(), category=category, name="UI/UX Design", slug="ui", position=1
    )


def profile(user: User, **fields: Any) -> Profile:
    """Have somebody say what they want."""
    now = timezone.now()
    return Profile.objects.create(user=user, created_at=now, updated_at=now, **fields)


@pytest.fixture
def tom(design: Subcategory, clock: Clock) -> APIClient:
    """Somebody of New York who likes Figma, builds prototypes, and learns by seeing."""
    user = person("tom", timezone="America/New_York", timezone_chosen=True)
    profile(
        user,
        passions=["figma"],
        skills=[{"skill": "Prototyping", "level": "beginner"}],
        learning_style="visual",
        subcategories=[design.public_id],
    )
    return client_for("tom")


def matches(api: APIClient) -> dict[str, Any]:
    """Return what is recommended, by user name, in order."""
    response = api.get(RECOMMENDED)
    assert response.status_code == 200, response.content
    found = response.json()["matches"]
    assert response["X-Total-Count"] == str(len(found))
    return {each["mentor"]["user"]["username"]: each for each in found}


def test_who_suits_is_recommended_with_what_is_true_of_them(
    tom: APIClient, make_mentor: MakeMentor, design: Subcategory
) -> None:
    in_design = {"category_id": str(design.category.public_id), "subcategory_ids": [str(design.public_id)]}
    make_mentor("mia", hours=ALWAYS, expertise=["Figma", "Prototyping", "Oil"], teaching_styles=["visual"])
    Mentor.objects.update(availability_timezone="America/New_York", next_slot_until=None)
    make_mentor("ivo", expertise=["Pens"], expertise_categories=[in_design])
    make_mentor("far", expertise=["Piano"], teaching_styles=["visual"])
    found = matches(tom)
    assert list(found) == ["mia", "ivo"]
    assert found["mia"]["match_reasons"] == [
        "Expert in your passions: Figma",
        "Can take you further in: Prototyping",
        "Teaching style matches your learning preference: Visual",
        "Compatible timezone",
    ]
    assert found["mia"]["common_skills"] == ["Figma", "Prototyping"]
    assert found["ivo"]["match_reasons"] == ["Teaches in your field: UI/UX Design"]
    assert 1 >= found["mia"]["match_score"] > found["ivo"]["match_score"] > 0
    listed = {each["user"]["username"]: each for each in tom.get(URL).json()["mentors"]}
    assert found["mia"]["mentor"] == listed["mia"]
    assert found["mia"]["mentor"]["next_available_slot"] == "2030-01-07T09:00:00Z"


def test_similar_students_are_those_who_want_something_in_the_same_field(
    tom: APIClient, make_mentor: MakeMentor, design: Subcategory, clock: Clock
) -> None:
    mentor = make_mentor("mia", hours=ALWAYS, expertise=["Figma"])
    mentor = approve_mentor(mentor=mentor, actor_id=None, now=clock.now)
    for number, field in enumerate((design.public_id, design.public_id, uuid4())):
        mentee = person(f"mentee{number}")
        profile(mentee, subcategories=[field])
        starts_at = clock.now.replace(day=8, hour=9 + number)
        booking = booking_in(Status.COMPLETED, mentor, mentee, starts_at)
        told = "High ratings from similar students" in matches(tom)["mia"]["match_reasons"]
        assert told == (number == 2)
        add_feedback(booking=booking, actor=mentee, rating=(5, 5, 1)[number], text="", now=clock.now)
    # The one star of somebody who wants another thing says nothing of similar ones.
    assert "High ratings from similar students" in matches(tom)["mia"]["match_reasons"]


@pytest.mark.usefixtures("tom")
def test_nobody_is_recommended_to_who_has_said_nothing_nor_to_themselves(make_mentor: MakeMentor) -> None:
    make_mentor("mia", expertise=["Figma"])
    assert matches(client_for("mia")) == {}
    profile(User.objects.get(username="mia"), passions=["Figma"])
    assert matches(client_for("mia")) == {}
    profile(person("ann"))
    assert matches(client_for("ann")) == {}


def test_pages_and_queries(
    tom: APIClient, make_mentor: MakeMentor, api: APIClient, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        make_mentor(f"mentor{number}", expertise=["Figma"])
    pages = [tom.get(f"{RECOMMENDED}?limit=2&page={page}").json()["matches"] for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 1, 0]
    with django_assert_num_queries(4):
        tom.get(RECOMMENDED)
    refused(tom.get(f"{RECOMMENDED}?limit=0"), 422, "VALIDATION_ERROR")
    refused(api.get(RECOMMENDED), 401, "AUTH_ERROR")
