"""The list of one's certificates, as it is printed."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from tests.domain.credentials.world import NOW, finished, learner
from trellis.apis.soosh.learning.certificates import CERTIFICATES
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.credentials.models import Certificate
from trellis.domain.credentials.services.gathering import withdraw

API = "/api/v1/learning/certificates"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db: None) -> User:
    return learner(username="ann")


@pytest.fixture
def client(ann: User, signed_in: SignIn) -> APIClient:
    return signed_in("ann")


def test_it_has_what_is_printed_and_its_addresses_lead_to_it(client: APIClient, ann: User) -> None:
    badge = finished(ann, title="UI Design Fundamentals")
    finished(learner())
    (shown,) = client.get(API).json()["certificates"]
    assert shown == {
        "id": str(badge.public_id),
        "opportunity_title": "UI Design Fundamentals",
        "issued_at": "2027-03-02T23:30:15Z",
        "certificate_url": f"http://localhost:8000/verify/{badge.code}/paper",
        "verification_code": badge.code,
    }


def test_a_page_is_told_of_in_headers_and_takes_as_many_queries_for_many(
    client: APIClient, ann: User, django_assert_num_queries: Any
) -> None:
    finished(ann)
    client.get(API)
    for number in range(4):
        finished(ann, title=f"Course {number}")
    with django_assert_num_queries(4):
        page = client.get(f"{API}?limit=2&page=2")
    assert [each["opportunity_title"] for each in page.json()["certificates"]] == ["Course 1", "Course 0"]
    assert [page[f"X-{name}"] for name in ("Total-Count", "Page", "Page-Size")] == ["5", "2", "2"]


def test_what_was_withdrawn_is_in_it_no_more(client: APIClient, ann: User) -> None:
    withdraw(user=ann, badge_id=finished(ann).public_id, now=NOW)
    assert client.get(API).json() == {"certificates": []}


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "page=x", "page=%00"])
def test_a_page_that_is_none_is_refused_by_name(client: APIClient, query: str) -> None:
    body = refused(client.get(f"{API}?{query}"), 422, "VALIDATION_ERROR")
    assert body["details"].keys() == {query.partition("=")[0]}


def test_it_is_rendered_as_plain_drf_does(ann: User) -> None:
    finished(ann)
    finished(ann, title='Quotes " and \\ and \u2028')
    assert_renders_equal(CERTIFICATES, list(Certificate.objects.values_list("pk", flat=True)))
