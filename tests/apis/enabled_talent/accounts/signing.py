"""Signing in and out as a browser does it."""

from typing import Any

from rest_framework.test import APIClient

from tests.apis.enabled_talent.accounts.conftest import EMAIL, PASSWORD

AUTH = "/api/auth/"
FOREIGN = "https://evil.example"
COOKIES = ("access_token", "refresh_token")


def sign_in(client: APIClient, **headers: str) -> Any:
    """Sign in as Ann by tokens; return the answer."""
    return client.post(f"{AUTH}token/", {"email": EMAIL, "password": PASSWORD}, headers=headers)


def csrf_of(client: APIClient) -> dict[str, str]:
    """Return the header with a fresh CSRF token of this browser."""
    return {"X-CSRFToken": client.get(f"{AUTH}csrf/").json()["csrfToken"]}


def held(client: APIClient) -> dict[str, str]:
    """Return the tokens that the browser holds."""
    return {name: client.cookies[name].value for name in COOKIES if name in client.cookies}
