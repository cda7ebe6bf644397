"""Browser sessions: counted at the door, and ended with everything else."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import revoke_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return User.objects.create_superuser("boss@example.com", "boss", "SecurePass123!")


def _sign_in(client: Client, password: str) -> Any:
    return client.post("/admin/login/", {"username": "Boss@example.com", "password": password})


def test_signing_in_leads_to_the_back_office(client: Client, admin: User) -> None:
    response = _sign_in(client, "SecurePass123!")
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_guessing_is_stopped(client: Client, admin: User, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    for _ in range(10):
        assert _sign_in(client, "guess").status_code == 200
    assert _sign_in(client, "SecurePass123!").status_code == 429
    assert "_auth_user_id" not in client.session


def test_ending_all_sessions_ends_those_of_browsers_too(client: Client, admin: User) -> None:
    _sign_in(client, "SecurePass123!")
    assert client.get("/admin/").status_code == 200
    revoke_all(user=admin, now=timezone.now())
    assert client.get("/admin/").status_code == 302


def test_a_form_from_elsewhere_is_refused_on_a_page_of_ours() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/verify-email/", {"token": "x"})
    assert response.status_code == 403
    assert b"This form has expired" in response.content
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_page_asks_to_try_again_while_the_database_is_busy(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait_in_vain(**_: Any) -> None:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr("trellis.web.accounts.verify_email.verify", wait_in_vain)
    client.raise_request_exception = False
    response = client.post("/verify-email/", {"token": "x"})
    assert (response.status_code, response["Retry-After"]) == (503, "1")
    assert b"try again in a moment" in response.content
