"""The skills passport over HTTP: what can be gathered, gathering it, showing and withdrawing it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from tests.domain.credentials.world import NOW, finished, learner, reviewed, selected
from tests.domain.mentorship.world import mentor_of
from trellis.domain.accounts.models import User
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.services.revoking import revoke

API = "/api/v1/credentials"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db: None) -> User:
    return learner(username="ann")


@pytest.fixture
def client(ann: User, signed_in: SignIn) -> APIClient:
    return signed_in("ann")


def _gather(client: APIClient, kind: str, source: str, **more: Any) -> Any:
    return client.post(f"{API}/badges", {"kind": kind, "source_id": source, **more})


def test_from_a_review_to_a_badge_that_is_shown_and_withdrawn(client: APIClient, ann: User) -> None:
    booking = reviewed(ann, mentor_of())
    (source,) = client.get(f"{API}/sources?kind=review").json()["sources"]
    assert source == {
        "kind": "review",
        "source_id": str(booking.public_id),
        "title": "Portfolio",
        "by_name": "Mia",
        "text": "Asks good questions.",
        "earned_on": booking.starts_at.date().isoformat(),
        "badge_id": None,
    }
    made = _gather(client, "review", source["source_id"])
    again = _gather(client, "review", source["source_id"])
    assert (made.status_code, again.status_code) == (201, 200)
    badge = made.json()["badge"]
    assert again.json()["badge"] == badge
    assert (badge["status"], badge["is_shown"], badge["text"]) == ("valid", True, "Asks good questions.")
    assert badge["verify_url"].endswith(f"/verify/{badge['verification_code']}")
    assert client.get(f"{API}/sources?kind=review").json()["sources"][0]["badge_id"] == badge["id"]
    address = f"{API}/badges/{badge['id']}"
    assert client.get(address).json()["badge"] == badge
    links = client.get(f"{API}/links").json()
    assert links["text"] == f"Portfolio (Mia): {badge['verify_url']}"
    hidden = client.put(address, {"is_shown": False}).json()["badge"]
    assert not hidden["is_shown"]
    assert client.get(f"{API}/links").json() == {"links": [], "text": ""}
    gone = client.delete(address)
    assert (gone.status_code, gone.json()["badge"]["status"]) == (200, "withdrawn")
    refused(client.put(address, {"is_shown": True}), 409, "CONFLICT")
    assert _gather(client, "review", source["source_id"]).status_code == 201


def test_of_a_selection(client: APIClient, ann: User) -> None:
    coach = learner(first_name="Mike", last_name="Ray")
    selected(ann, coach)
    (source,) = client.get(f"{API}/sources?kind=selection").json()["sources"]
    badge = _gather(client, "selection", source["source_id"], is_shown=False).json()["badge"]
    assert (badge["by_name"], badge["is_shown"]) == ("Mike Ray", False)


def test_the_list_is_as_plain_drf_renders_it_and_can_be_narrowed(
    client: APIClient, ann: User, django_assert_num_queries: Any
) -> None:
    certificate = finished(ann)
    _gather(client, "review", str(reviewed(ann, mentor_of()).public_id))
    finished(learner())
    revoke(badge=certificate, reason="It was never done.", actor_id=None, now=NOW)
    with django_assert_num_queries(4):
        page = client.get(f"{API}/badges")
    listed = page.json()["badges"]
    assert [each["kind"] for each in listed] == ["review", "course"]
    for each in listed:
        assert client.get(f"{API}/badges/{each['id']}").json()["badge"] == each
    assert (listed[1]["status"], listed[1]["reason"]) == ("revoked", "It was never done.")
    assert page["X-Total-Count"] == "2"
    for query in ("kind=course", "is_shown=false"):
        (only,) = client.get(f"{API}/badges?{query}").json()["badges"]
        assert only["kind"] == "course"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "kind"),
        ({"kind": "course"}, "source_id"),
        ({"kind": "course", "source_id": ""}, "source_id"),
        ({"kind": "x", "source_id": "x"}, "kind"),
        ({"kind": ["course"], "source_id": "x"}, "kind"),
        ({"kind": "course", "source_id": "\x00"}, "source_id"),
        ({"kind": "course", "source_id": {}}, "source_id"),
        ({"kind": "course", "source_id": "x" * 10_000}, "source_id"),
        ({"kind": "course", "source_id": "x", "is_shown": "perhaps"}, "is_shown"),
        ({"kind": "review", "source_id": "00000000-0000-4000-8000-000000000000"}, "source_id"),
        ({"kind": "milestone", "source_id": "x/1"}, "source_id"),
    ],
    ids=str,
)
def test_what_is_no_source_is_refused_by_name(client: APIClient, body: Any, field: str) -> None:
    told = refused(client.post(f"{API}/badges", body), 422, "VALIDATION_ERROR")
    assert field in told["details"]
    assert not Badge.objects.exists()


@pytest.mark.parametrize("query", ["", "kind=course", "kind=x", "kind=%00", "kind=review&page=0"])
def test_sources_are_asked_for_by_a_kind_that_is_gathered(client: APIClient, query: str) -> None:
    refused(client.get(f"{API}/sources?{query}"), 422, "VALIDATION_ERROR")


def test_anothers_badge_is_not_there(client: APIClient) -> None:
    address = f"{API}/badges/{finished(learner()).public_id}"
    for answer in (client.get(address), client.put(address, {"is_shown": True}), client.delete(address)):
        refused(answer, 404, "NOT_FOUND")
    assert Badge.objects.get().state == "valid"


@pytest.mark.parametrize("body", [{}, {"is_shown": None}, {"is_shown": "x"}, [], "x"], ids=str)
def test_whether_it_is_shown_must_be_said(client: APIClient, ann: User, body: Any) -> None:
    address = f"{API}/badges/{finished(ann).public_id}"
    assert client.put(address, body).status_code in {400, 422}


def test_a_lost_answer_is_had_again_with_the_same_key(client: APIClient, ann: User) -> None:
    source = str(reviewed(ann, mentor_of()).public_id)
    body, key = {"kind": "review", "source_id": source}, {"Idempotency-Key": "k-1"}
    first, again = (client.post(f"{API}/badges", body, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Badge.objects.count() == 1
