"""What people say of the platform."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from tests.apis.enabled_talent.accounts.signing import AUTH
from trellis.domain.accounts.models import Feedback, User


@pytest.mark.parametrize("name", ["message", "feedback", "text", "comment"])
@pytest.mark.parametrize("kind", ["json", "multipart"])
def test_it_is_kept_by_whichever_name_it_is_sent(ann: User, name: str, kind: str) -> None:
    response = client_of("ann").post(f"{AUTH}add-feedback/", {name: "Thank you.", "rating": 5}, format=kind)
    assert response.status_code == 201
    assert list(response.json()) == ["id", "message", "rating", "created_at"]
    kept = Feedback.objects.get()
    assert (kept.text, kept.rating, kept.user) == ("Thank you.", 5, ann)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "message"),
        ({"message": " "}, "message"),
        ({"message": "x" * 5001}, "message"),
        ({"message": "x", "rating": 6}, "rating"),
        ({"feedback": ["x"]}, "message"),
    ],
)
def test_what_cannot_be_so_is_refused_by_name(ann: User, body: dict[str, Any], field: str) -> None:
    response = client_of("ann").post("/api/users/add-feedback/", body)
    assert (response.status_code, list(response.json())) == (400, [field])


def test_who_is_nobody_says_nothing(api: APIClient, db: None) -> None:
    assert api.post(f"{AUTH}add-feedback/", {"message": "x"}).status_code == 401


def test_it_is_limited(ann: User, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    client = client_of("ann")
    answers = [client.post(f"{AUTH}add-feedback/", {"message": "x"}).status_code for _ in range(21)]
    assert answers == [201] * 20 + [429]
