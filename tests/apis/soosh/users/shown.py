"""Somebody who shows what they have made, for tests of resumes and portfolios."""

from typing import Any

from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from trellis.domain.accounts.models import User

USERS = "/api/v1/users"


def person(name: str, **fields: Any) -> APIClient:
    """Make an account, and return its client."""
    known = {"first_name": name.title(), "last_name": "Lee", **fields}
    User.objects.create_user(name, f"{name}@mail.example", "x", **known)
    return client_of(name)


def project(client: APIClient, title: str = "A shop", **said: Any) -> str:
    """Add a project, and return its id."""
    made = client.post(f"{USERS}/projects", {"title": title, **said}, format="json")
    assert made.status_code == 201, made.json()
    return str(made.json()["project"]["id"])


def portfolio(client: APIClient, status: int = 201, **said: Any) -> dict[str, Any]:
    """Make a portfolio, and return the answer."""
    made = client.post(f"{USERS}/portfolio/create", said, format="json")
    assert made.status_code == status, made.json()
    answer: dict[str, Any] = made.json()
    return answer
