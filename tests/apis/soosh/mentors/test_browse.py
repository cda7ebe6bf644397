"""`GET mentors`: what is listed of whom, narrowed and in order."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.mentors.conftest import ALWAYS, URL, MakeMentor, client_for
from tests.domain.mentorship.world import person
from trellis.apis.soosh.mentors.output import MENTORS, REVIEWS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.catalog.rules.tree import tree
from trellis.domain.catalog.services.planting import plant
from trellis.domain.mentorship.models import Mentor, Terms
from trellis.domain.mentorship.services import mentors

pytestmark = pytest.mark.django_db


def names(api: APIClient, query: str = "") -> list[str]:
    """Return the user names of a list, in its order."""
    response = api.get(f"{URL}?{query}")
    assert response.status_code == 200, response.content
    assert response["X-Total-Count"] == str(len(response.json()["mentors"]))
    return [each["user"]["username"] for each in response.json()["mentors"]]


def test_a_mentor_is_listed_as_it_is_printed(api: APIClient, make_mentor: MakeMentor) -> None:
    mentor = make_mentor(
        "sarah",
        rate=("75.00", "USD"),
        stars=(5, 5, 5, 5, 4),
        hours=ALWAYS,
        total_sessions=12,
        is_approved=True,
        expertise=["UI Design", "Figma"],
        bio="10+ years",
        years_of_experience=10,
    )
    response = api.get(URL)
    assert {name: response[name] for name in ("X-Total-Count", "X-Page", "X-Page-Size")} == {
        "X-Total-Count": "1",
        "X-Page": "1",
        "X-Page-Size": "20",
    }
    (shown,) = response.json()["mentors"]
    slot = shown.pop("next_available_slot")
    assert shown == {
        "id": str(mentor.public_id),
        "user": {
            "id": str(mentor.user.public_id),
            "full_name": "Sarah",
            "avatar_url": None,
            "username": "sarah",
        },
        "mentor_tier": "premium",
        "average_rating": 4.8,
        "total_reviews": 5,
        "total_sessions_completed": 12,
        "hourly_rate": 75,
        "currency": "USD",
        "skills_offered": ["UI Design", "Figma"],
        "bio": "10+ years",
        "years_of_experience": 10,
        "is_verified": True,
    }
    begins = timezone.datetime.fromisoformat(slot)
    assert timedelta(minutes=60) <= begins - timezone.now() < timedelta(minutes=121)
    assert slot.endswith(":00Z")


def test_those_are_listed_who_are_offered_or_approved_and_have_an_open_account(
    api: APIClient, make_mentor: MakeMentor
) -> None:
    offered = make_mentor("offered")
    approved = mentors.create_mentor(user=person("approved"), profile={}, now=timezone.now())
    mentors.create_mentor(user=person("neither"), profile={}, now=timezone.now())
    assert names(api) == ["offered"]
    mentors.approve_mentor(mentor=approved, actor_id=None, now=timezone.now())
    assert set(names(api)) == {"offered", "approved"}
    User.objects.filter(username="approved").update(is_active=False)
    assert names(api) == ["offered"]
    assert api.get(f"{URL}/{approved.public_id}").status_code == 404
    mentors.withdraw_mentor(mentor=offered, actor_id=None, now=timezone.now())
    User.objects.filter(username="approved").update(is_active=True)
    assert names(api) == ["approved"]


@pytest.fixture
def three(make_mentor: MakeMentor) -> dict[str, Any]:
    """Three mentors who differ in everything that can be asked for."""
    plant()
    design, music = ({"category_id": str(branch.public_id)} for branch in tree()[:2])
    ui, piano = (str(branch.leaves[0].public_id) for branch in tree()[:2])
    make_mentor(
        "ann",
        rate=("50", "USD"),
        stars=(5, 4),
        years_of_experience=3,
        expertise=["Figma", "Café design"],
        expertise_categories=[{**design, "subcategory_ids": [ui]}],
        hours=ALWAYS,
    )
    make_mentor(
        "bob",
        rate=("9000", "JPY"),
        stars=(4,),
        years_of_experience=9,
        expertise=["Piano"],
        expertise_categories=[{**music, "subcategory_ids": [piano]}, {**design, "subcategory_ids": []}],
    )
    make_mentor("cem", years_of_experience=5, expertise=["Fig"])
    return {"design": design["category_id"], "music": music["category_id"], "ui": ui, "piano": piano}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["ann", "bob", "cem"]),
        ("sort=rating", ["ann", "bob", "cem"]),
        ("sort=", ["ann", "bob", "cem"]),
        ("sort=experience", ["bob", "cem", "ann"]),
        ("sort=rate", ["cem", "ann", "bob"]),
        ("sort=rate&currency=jpy", ["cem", "bob", "ann"]),
        ("sort=next_available", ["ann", "cem", "bob"]),
        ("category_id={design}", ["ann", "bob"]),
        ("category_id={music}", ["bob"]),
        ("category_id={ui}", []),
        ("subcategory_id={ui}", ["ann"]),
        ("subcategory_id={piano}&category_id={design}", ["bob"]),
        ("skill=figma", ["ann"]),
        ("skill=CAFE+Design", ["ann"]),
        ("skill=%27+%7C+%27", []),
        ("min_rating=4", ["ann", "bob"]),
        ("min_rating=4.5", ["ann"]),
        ("min_rating=4.51", []),
        ("min_rating=0", ["ann", "bob", "cem"]),
        ("max_hourly_rate=50", ["ann", "cem"]),
        ("max_hourly_rate=49.99", ["cem"]),
        ("max_hourly_rate=9000&currency=JPY", ["bob", "cem"]),
        ("max_hourly_rate=8999.5&currency=JPY", ["cem"]),
        ("max_hourly_rate=100000000000", ["ann", "cem"]),
        ("available_now=true", ["ann"]),
        ("available_now=false", ["ann", "bob", "cem"]),
        ("available_now=true&min_rating=4&skill=Figma&max_hourly_rate=50&sort=rate", ["ann"]),
    ],
)
@pytest.mark.usefixtures("clock")
def test_each_filter_and_order(api: APIClient, three: dict[str, Any], query: str, found: list[str]) -> None:
    assert names(api, query.format(**three)) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("category_id=design", "category_id"),
        ("subcategory_id=1", "subcategory_id"),
        ("min_rating=6", "min_rating"),
        ("min_rating=good", "min_rating"),
        ("max_hourly_rate=-1", "max_hourly_rate"),
        ("max_hourly_rate=NaN", "max_hourly_rate"),
        ("currency=XXX", "currency"),
        ("timezone=Mars", "timezone"),
        ("available_now=perhaps", "available_now"),
        ("sort=name", "sort"),
        ("limit=101", "limit"),
        ("page=0", "page"),
    ],
)
def test_what_cannot_be_asked_is_named(api: APIClient, query: str, field: str) -> None:
    assert set(refused(api.get(f"{URL}?{query}"), 422, "VALIDATION_ERROR")["details"]) == {field}


def test_pages_are_counted_and_told_in_headers(api: APIClient, make_mentor: MakeMentor) -> None:
    for number in range(5):
        make_mentor(f"mentor{number}")
    seen = []
    for page in (1, 2, 3, 4):
        response = api.get(f"{URL}?limit=2&page={page}")
        assert (response["X-Total-Count"], response["X-Page"], response["X-Page-Size"]) == (
            "5",
            str(page),
            "2",
        )
        seen.append([each["user"]["username"] for each in response.json()["mentors"]])
    assert seen == [["mentor4", "mentor3"], ["mentor2", "mentor1"], ["mentor0"], []]
    refused(api.get(f"{URL}/"), 404, "NOT_FOUND")


def test_one_statement_is_enough_however_many_are_listed(
    api: APIClient, make_mentor: MakeMentor, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        make_mentor(f"mentor{number}", hours=ALWAYS)
    api.get(URL)  # reckons when they can be booked
    for query in ("", "available_now=true&sort=rate&min_rating=1", "limit=100"):
        with django_assert_num_queries(1):
            api.get(f"{URL}?{query}")


@pytest.mark.usefixtures("three")
def test_lists_are_what_plain_serializers_print(api: APIClient) -> None:
    api.get(URL)
    Mentor.objects.filter(user__username="cem").update(
        is_approved=True, total_sessions=10, rating_count=5, rating_sum=22, terms=Terms.FREE, rate_minor=100
    )
    Mentor.objects.filter(user__username="bob").update(
        is_approved=True, total_sessions=10, rating_count=6, rating_sum=27, currency="KWD", rate_minor=18600
    )
    keys = list(Mentor.objects.values_list("pk", flat=True))
    assert_renders_equal(MENTORS, keys, now=timezone.now())
    tiers = {each["user"]["username"]: each["mentor_tier"] for each in api.get(URL).json()["mentors"]}
    assert tiers == {"ann": "new", "bob": "premium", "cem": "standard"}
    assert_renders_equal(REVIEWS, [])


def test_who_is_listed_may_ask_too(make_mentor: MakeMentor) -> None:
    make_mentor("ann")
    assert names(client_for("ann")) == ["ann"]
