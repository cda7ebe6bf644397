"""`notifications`: what one has been told, of which kind, what is unread, and reading it."""

from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from tests.apis.soosh.notifications.told import API, ann, told
from trellis.apis.soosh.notifications.output import NOTIFICATIONS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db
SHOWN = {"id", "type", "title", "message", "action_url", "is_read", "created_at"}


@pytest.fixture
def person() -> User:
    return ann()


@pytest.fixture
def client(person: User, signed_in: SignIn) -> APIClient:
    return signed_in("ann")


def _listed(client: APIClient, query: str = "") -> Any:
    response = client.get(f"{API}{query}")
    assert response.status_code == 200, response.content
    return response.json()


def test_each_is_as_printed_the_newest_first_with_how_many_are_unread(
    client: APIClient, person: User
) -> None:
    booking = str(uuid4())
    first, second = told(person, booking_id=booking), told(person, "talent.rejected")
    answer = _listed(client)
    assert answer.keys() == {"notifications", "unread_count"}
    assert answer["unread_count"] == 2
    newest, oldest = answer["notifications"]
    assert newest["id"] == str(second.public_id)
    assert oldest == {
        "id": str(first.public_id),
        "type": "booking_confirmed",
        "title": "It is booking.confirmed",
        "message": "So it is.",
        "action_url": f"soosh://booking/{booking}",
        "is_read": False,
        "created_at": f"{first.created_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def test_each_leads_to_what_it_is_about(client: APIClient, person: User) -> None:
    room, user, payment, enrollment, bundle = (str(uuid4()) for _ in range(5))
    rows = [
        told(person, "message.sent", room_id=room, user_id=user),
        told(person, "message.sent", room_id=room, user_id=None),
        told(person, "talent.selected", user_id=user, decision_id=4),
        told(person, "refund.made", payment_id=payment),
        told(person, "enrollment.paid", enrollment_id=enrollment),
        told(person, "bundle.bought", bundle_id=bundle),
    ]
    assert [each["action_url"] for each in _listed(client)["notifications"]][::-1] == [
        f"soosh://messages/{user}",
        f"soosh://conversation/{room}",
        f"soosh://messages/{user}",
        f"soosh://payment/{payment}",
        f"soosh://enrollment/{enrollment}",
        f"soosh://notifications/{rows[5].public_id}",
    ]
    assert_renders_equal(NOTIFICATIONS, [row.pk for row in rows])


def test_it_is_narrowed_to_a_kind_and_to_what_is_unread(client: APIClient, person: User) -> None:
    read, unread = told(person, "payout.made"), told(person, "payout.made")
    told(person, "talent.selected")
    client.put(f"{API}/{read.public_id}/read")
    assert len(_listed(client, "?type=payout")["notifications"]) == 2
    (found,) = _listed(client, "?type=payout&unread=true")["notifications"]
    assert (found["id"], found["is_read"]) == (str(unread.public_id), False)
    assert len(_listed(client, "?unread=false")["notifications"]) == 3
    assert _listed(client, "?type=rejected") == {"notifications": [], "unread_count": 2}


@pytest.mark.parametrize(
    "query", ["type=lost", "unread=perhaps", "limit=101", "limit=0", "page=0", "page=x", "type=%00"]
)
def test_what_it_does_not_know_is_refused_by_name(client: APIClient, query: str) -> None:
    body = refused(client.get(f"{API}?{query}"), 422, "VALIDATION_ERROR")
    assert body["details"].keys() == {query.partition("=")[0]}


def test_a_page_is_told_of_in_headers_and_takes_as_many_queries_for_many(
    client: APIClient, person: User, django_assert_num_queries: Any
) -> None:
    told(person)
    _listed(client)
    with django_assert_num_queries(5):
        _listed(client)
    for _ in range(49):
        told(person)
    with django_assert_num_queries(5):
        assert len(_listed(client, "?limit=50")["notifications"]) == 50
    response = client.get(f"{API}?limit=20&page=3")
    assert len(response.json()["notifications"]) == 10
    assert [response[f"X-{name}"] for name in ("Total-Count", "Page", "Page-Size")] == ["50", "3", "20"]
    assert _listed(client, "?page=9")["notifications"] == []


def test_reading_one_is_said_once_or_twice_and_is_its_persons_alone(
    client: APIClient, person: User, signed_in: SignIn
) -> None:
    row = told(person)
    User.objects.create_user("bob", "bob@example.com", "x")
    refused(signed_in("bob").put(f"{API}/{row.public_id}/read"), 404, "NOT_FOUND")
    refused(client.put(f"{API}/{uuid4()}/read"), 404, "NOT_FOUND")
    for _ in range(2):
        answer = client.put(f"{API}/{row.public_id}/read").json()
        assert answer["notification"].keys() == SHOWN
        assert answer["notification"]["is_read"] is True
    assert _listed(client)["unread_count"] == 0
    assert _listed(signed_in("bob")) == {"notifications": [], "unread_count": 0}


def test_all_are_read_at_once(client: APIClient, person: User) -> None:
    for _ in range(3):
        told(person)
    assert client.put(f"{API}/read-all").json() == {"updated": 3, "unread_count": 0}
    assert client.put(f"{API}/read-all").json() == {"updated": 0, "unread_count": 0}
    assert all(each["is_read"] for each in _listed(client)["notifications"])


def test_what_somebody_switched_off_in_the_app_is_neither_listed_nor_counted(
    client: APIClient, person: User
) -> None:
    assert client.put(f"{API}/settings", {"channels": {"payout": {"in_app": False}}}).status_code == 200
    told(person, "payout.made")
    assert _listed(client) == {"notifications": [], "unread_count": 0}
    assert Notification.objects.filter(recipient=person).exists()
