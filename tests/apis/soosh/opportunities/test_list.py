"""The list of opportunities: what is in it, how it is narrowed, sorted and paged."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.domain.jobs.factory import employer, job
from tests.domain.learning.factory import opportunity, person
from trellis.apis.soosh.opportunities.output import OPPORTUNITIES, OPPORTUNITY
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.catalog.models import Subcategory
from trellis.domain.catalog.services.planting import plant
from trellis.domain.jobs.services.postings import change_posting, delete_posting
from trellis.domain.learning.models import Enrollment, Opportunity
from trellis.domain.learning.rules.choices import Difficulty, OpportunityType
from trellis.domain.learning.services.offering import publish_opportunity, withdraw_opportunity
from trellis.domain.mentorship.services.mentors import upgrade

URL = "/api/v1/opportunities"
pytestmark = pytest.mark.django_db


def _titles(api: APIClient, **asked: Any) -> list[str]:
    answer = api.get(URL, asked)
    assert answer.status_code == 200, answer.content
    return [each["title"] for each in answer.json()["opportunities"]]


def test_the_printed_request_is_answered_as_printed(api: APIClient, world: None) -> None:
    subcategory = Subcategory.objects.get(slug="ui-ux-design")
    asked = {"type": "course", "subcategory_id": str(subcategory.public_id), "difficulty": "beginner"}
    content = api.get(URL, asked).json()
    (shown,) = content["opportunities"]
    assert list(shown.items())[1:2] == [("title", "UI Design Fundamentals")]
    assert {name: value for name, value in shown.items() if name not in ("id", "description")} == {
        "title": "UI Design Fundamentals",
        "opportunity_type": "course",
        "is_paid": True,
        "price": 49.99,
        "currency": "USD",
        "duration_minutes": 360,
        "difficulty_level": "beginner",
        "tags": ["figma", "ui-design", "mobile"],
        "rating": 4.7,
        "enrollment_count": 3,
    }
    assert content["pagination"] == {"page": 1, "limit": 20, "total": 1, "pages": 1}


def test_the_demo_has_forty_of_all_types(api: APIClient, world: None) -> None:
    answer = api.get(URL, {"limit": "100"})
    types = [each["opportunity_type"] for each in answer.json()["opportunities"]]
    assert set(types) == set(OpportunityType.values)
    assert len(types) >= 38
    keys = list(Opportunity.objects.order_by("pk").values_list("pk", flat=True))
    assert_renders_equal(OPPORTUNITIES, keys)
    assert_renders_equal(OPPORTUNITY, keys)
    for row in Opportunity.objects.all():
        assert row.enrollment_count == Enrollment.objects.filter(opportunity=row).count()


def test_one_statement_finds_counts_and_renders_a_page(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = [opportunity(title=f"Course {number}") for number in range(5)]
    with django_assert_num_queries(1):
        answer = api.get(URL, {"page": "2", "limit": "2"})
    content = answer.json()
    assert [each["id"] for each in content["opportunities"]] == [
        str(made[2].public_id),
        str(made[1].public_id),
    ]
    assert content["pagination"] == {"page": 2, "limit": 2, "total": 5, "pages": 3}
    headers = [answer[name] for name in ("X-Total-Count", "X-Page", "X-Page-Size")]
    assert headers == ["5", "2", "2"]
    assert api.get(URL, {"page": "4", "limit": "2"}).json()["opportunities"] == []
    assert api.get(URL, {"page": "1000000", "limit": "100"}).json()["pagination"]["total"] == 5


def test_it_is_narrowed_by_all_that_is_asked_for(api: APIClient) -> None:
    plant()
    art = Subcategory.objects.get(slug="visual-arts")
    opportunity(title="free", subcategory=art, difficulty=Difficulty.BEGINNER)
    opportunity(title="paid", subcategory=art, difficulty=Difficulty.ADVANCED, price_minor=100)
    opportunity(title="group", opportunity_type=OpportunityType.GROUP)
    of_art = str(art.public_id)
    assert _titles(api) == ["group", "paid", "free"]
    assert _titles(api, type="group") == ["group"]
    assert _titles(api, type="job") == []
    assert _titles(api, subcategory_id=of_art) == ["paid", "free"]
    assert _titles(api, subcategory_id="5f1d7c2e-0b0a-4c57-9d7e-2f6a1c3b4d5e") == []
    assert _titles(api, is_paid="true") == ["paid"]
    assert _titles(api, is_paid="false") == ["group", "free"]
    assert _titles(api, difficulty="advanced", is_paid="true", type="course", subcategory_id=of_art) == [
        "paid"
    ]
    assert _titles(api, difficulty="advanced", is_paid="false") == []
    # What is sent empty asks for nothing.
    assert _titles(api, type="", difficulty="", is_paid="", subcategory_id="", sort="") == [
        *("group", "paid", "free")
    ]


def test_it_is_sorted_as_asked(api: APIClient) -> None:
    first, second, third = (opportunity(title=name) for name in ("first", "second", "third"))
    for row, stars in ((second, (4, 4)), (first, (5,)), (third, (None, None, None))):
        for given in stars:
            Enrollment.objects.create(
                opportunity=row,
                user=person(),
                stars=given,
                enrolled_at=timezone.now(),
                updated_at=timezone.now(),
            )
    assert _titles(api) == ["third", "second", "first"]
    assert _titles(api, sort="popular") == ["third", "second", "first"]
    assert _titles(api, sort="rating") == ["first", "second", "third"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"type": "event"}, "type"),
        ({"subcategory_id": "ui-ux-design"}, "subcategory_id"),
        ({"difficulty": "easy"}, "difficulty"),
        ({"is_paid": "maybe"}, "is_paid"),
        ({"sort": "price"}, "sort"),
        ({"page": "0"}, "page"),
        ({"page": "-1"}, "page"),
        ({"page": "1000001"}, "page"),
        ({"limit": "101"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"type": "course\x00"}, "type"),
    ],
)
def test_what_cannot_be_asked_is_named(api: APIClient, asked: dict[str, str], field: str) -> None:
    assert list(refused(api.get(URL, asked), 422, "VALIDATION_ERROR")["details"]) == [field]


def test_prices_have_the_decimals_of_their_currency(api: APIClient) -> None:
    for minor, currency in ((4999, "USD"), (9000, "JPY"), (18600, "KWD"), (5010, "EUR")):
        opportunity(price_minor=minor, currency=currency)
    shown = api.get(URL).json()["opportunities"]
    assert [each["price"] for each in shown] == [50.1, 18.6, 9000, 49.99]
    assert_renders_equal(OPPORTUNITIES, list(Opportunity.objects.values_list("pk", flat=True)))


def test_only_what_is_published_and_not_closed_is_there(api: APIClient) -> None:
    draft = opportunity(title="draft", is_published=False)
    opportunity(title="over", closes_at=timezone.now() - timedelta(seconds=1))
    opportunity(title="soon", closes_at=timezone.now() + timedelta(hours=1))
    assert _titles(api) == ["soon"]
    refused(api.get(f"{URL}/{draft.public_id}"), 404, "NOT_FOUND")
    publish_opportunity(opportunity=draft, actor_id=None, now=timezone.now())
    assert _titles(api) == ["soon", "draft"]
    assert api.get(f"{URL}/{draft.public_id}").json()["title"] == "draft"
    withdraw_opportunity(opportunity=draft, actor_id=None, now=timezone.now())
    assert _titles(api) == ["soon"]


def test_a_job_comes_and_goes_with_its_posting(api: APIClient) -> None:
    owner = employer()
    hidden = job(owner, title="Not yet", status="closed")
    posting = job(owner, title="Welder", skills=["Welding"])
    (shown,) = api.get(URL, {"type": "job"}).json()["opportunities"]
    assert (shown["title"], shown["tags"], shown["is_paid"], shown["price"]) == (
        "Welder",
        ["Welding"],
        False,
        0,
    )
    assert (shown["difficulty_level"], shown["rating"], shown["duration_minutes"]) == (None, None, None)
    one = api.get(f"{URL}/{shown['id']}").json()
    assert (one["job_id"], one["mentor_id"], one["subcategory"]) == (posting.pk, None, None)

    def change(**fields: Any) -> None:
        change_posting(posting=posting, member=owner, fields=fields, now=timezone.now())

    change(title="Senior Welder")
    assert _titles(api) == ["Senior Welder"]
    change(status="closed")
    assert _titles(api) == []
    refused(api.get(f"{URL}/{shown['id']}"), 404, "NOT_FOUND")
    change(status="open", deadline_at=timezone.now() + timedelta(days=1))
    assert _titles(api) == ["Senior Welder"]
    # A deadline passes by itself.
    Opportunity.objects.filter(posting=posting).update(closes_at=timezone.now() - timedelta(seconds=1))
    assert _titles(api) == []
    delete_posting(posting=posting, member=owner, now=timezone.now())
    change_posting(posting=hidden, member=owner, fields={"status": "open"}, now=timezone.now())
    assert _titles(api) == ["Not yet"]


def test_a_mentor_who_is_offered_is_one(api: APIClient) -> None:
    plant()
    art = Subcategory.objects.select_related("category").get(slug="visual-arts")
    ann = person(first_name="Ann", last_name="Lee")
    about = {"category_id": str(art.category.public_id), "subcategory_ids": [str(art.public_id)]}
    profile = {"bio": "I paint.", "expertise": ["Oil"], "expertise_categories": [about]}
    mentor, _ = upgrade(user=ann, journey="mid_level", profile=profile, rate=(None, ""), now=timezone.now())
    (shown,) = api.get(URL, {"type": "mentorship", "subcategory_id": str(art.public_id)}).json()[
        "opportunities"
    ]
    assert (shown["id"], shown["title"]) == (str(mentor.public_id), "Mentorship with Ann Lee")
    assert (shown["is_paid"], shown["tags"]) == (False, ["Oil"])
    assert api.get(f"{URL}/{shown['id']}").json()["mentor_id"] == str(mentor.public_id)
    ann.last_name = "Ray"
    ann.save(update_fields=["last_name"])
    assert _titles(api) == ["Mentorship with Ann Ray"]
    ann.is_active = False
    ann.save(update_fields=["is_active"])
    assert _titles(api) == []


@pytest.mark.parametrize("key", ["5f1d7c2e-0b0a-4c57-9d7e-2f6a1c3b4d5e", "ui-design", "1"])
def test_what_is_none_is_not_there(api: APIClient, key: str) -> None:
    refused(api.get(f"{URL}/{key}"), 404, "NOT_FOUND")
