"""Signing in with a password: who may, where it leads, how often it may be tried."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from trellis.domain.accounts.models import TokenFamily, User

pytestmark = pytest.mark.django_db
_PASSWORD = "correct horse battery"


@pytest.fixture
def user() -> User:
    return User.objects.create_user(
        email="sam@example.com", username="sam", password=_PASSWORD, first_name="Sam", last_name="Doe"
    )


def _sign_in(client: Client, **more: str) -> Any:
    given = {"email": "sam@example.com", "password": _PASSWORD, **more}
    return client.post("/sign-in/", given)


def test_the_right_password_signs_in_and_leads_back(client: Client, user: User) -> None:
    page = client.get("/sign-in/?next=/meet/interview/x").content.decode()
    assert 'name="next" value="/meet/interview/x"' in page
    response = _sign_in(client, email="SAM@example.com", next="/meet/interview/x")
    assert (response.status_code, response["Location"]) == (302, "/meet/interview/x")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "no-store" in response["Cache-Control"]
    assert "Sam Doe" in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "x", "/\\e"]
)
def test_it_leads_to_no_other_site(client: Client, user: User, target: str) -> None:
    assert _sign_in(client, next=target)["Location"] == "/sign-in/"
    assert f'value="{target}"' not in client.get("/sign-in/", {"next": target}).content.decode()


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("sam@example.com", "wrong", "E-mail address or password is wrong."),
        ("nobody@example.com", _PASSWORD, "E-mail address or password is wrong."),
        ("sam@example.com", "", "Enter your password."),
        ("nonsense", _PASSWORD, "Enter an e-mail address like"),
        ("sam@example.com", "x" * 129, "at most 128 characters"),
        ("sam@example.com", "nul\x00", "Null characters are not allowed."),
    ],
)
def test_whatever_is_wrong_is_said_and_signs_nobody_in(
    client: Client, user: User, email: str, password: str, words: str
) -> None:
    response = _sign_in(client, email=email, password=password)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_disabled_account_is_not_let_in(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert _sign_in(client).status_code == 422


def test_it_is_tried_only_so_often(client: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TRELLIS_RATE_LIMITS", True)
    codes = [_sign_in(client, password="wrong").status_code for _ in range(12)]
    assert codes[0] == 422
    assert codes[-1] == 429
    response = _sign_in(client)
    assert response.status_code == 429
    assert "Too many tries. Try again in" in response.content.decode()


def test_signing_out_ends_session_and_refresh_tokens(client: Client, user: User) -> None:
    _sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    response = client.post("/sign-out/")
    assert (response.status_code, response["Location"]) == (302, "/sign-in/")
    assert "_auth_user_id" not in client.session
    assert TokenFamily.objects.get(user=user).revoked_at is not None


def test_forms_of_other_sites_are_refused(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert _sign_in(client).status_code == 403
    assert client.post("/sign-out/").status_code == 403
