"""Staff pages open to a session that the password began, and to no other."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from tests.browsers import sign_in
from trellis.domain.accounts.models import User

STAFF = "admin@trellis.example"
PASSWORD = "SecurePass123!"
LOGIN = "/api/users/email-login/"
AUTH = "/community/mentorship/auth"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def _by_address() -> Client:
    client = Client()
    assert client.post(AUTH, {"email": STAFF}).status_code == 302
    return client


def _plain_pages(patterns: list[Any], prefix: str = "/admin/") -> list[str]:
    """Return the addresses of the back office that need no argument, custom views among them."""
    found: list[str] = []
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            found += _plain_pages(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and "<" not in route and "(" not in route:
            found.append(route)
    return found


def test_an_address_alone_opens_no_page_of_the_back_office() -> None:
    client = _by_address()
    open_to_all = {reverse("admin:login"), reverse("admin:logout"), reverse("admin:jsi18n")}
    pages = [page for page in _plain_pages(admin.site.urls[0]) if page not in open_to_all]
    assert len(pages) > 40
    assert reverse("admin:directory_directoryentry_import_members") in pages
    for page in pages:
        response = client.get(page)
        assert response.status_code == 302, page
        assert response["Location"].startswith(reverse("admin:login")), page


def test_whoever_signed_in_by_address_types_the_password_and_goes_on() -> None:
    client = _by_address()
    target = reverse("admin:accounts_user_changelist")
    asked = client.get(target, follow=True)
    assert "asks for the password of your account" in asked.content.decode()
    login = f"{reverse('admin:login')}?next={target}"
    wrong = client.post(login, {"username": STAFF, "password": "guess"})
    assert wrong.status_code == 200
    assert client.get(target).status_code == 302
    done = client.post(login, {"username": STAFF, "password": PASSWORD})
    assert (done.status_code, done["Location"]) == (302, target)
    assert client.get(target).status_code == 200
    # The session's beginning is what counts, not that there was a password once.
    client.post(AUTH, {"email": STAFF})
    assert client.get(target).status_code == 302


@pytest.mark.parametrize("by", ["", "code", "address", "Password"])
def test_a_session_that_does_not_say_password_opens_nothing(by: str) -> None:
    client = sign_in(Client(), User.objects.get(email=STAFF), by=by)
    assert client.get("/admin/").status_code == 302


def test_a_session_of_before_opens_nothing() -> None:
    client = Client()
    client.force_login(User.objects.get(email=STAFF))
    assert client.get("/admin/").status_code == 302


def test_a_password_typed_at_the_sign_in_page_opens_it() -> None:
    client = Client()
    assert client.post("/sign-in/", {"email": STAFF, "password": PASSWORD}).status_code == 302
    assert client.get("/admin/").status_code == 200


def _token(path: str, given: dict[str, str], key: str) -> tuple[str, str]:
    body = Client().post(path, given, content_type="application/json").json()
    return body[key], body[key.replace("access", "refresh")]


def _selects_for_another(token: str) -> int:
    response = Client().post(
        "/mentor/selected-talents/add/",
        {"user_id": 123, "talent_id": 456},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    return response.status_code


def test_tokens_of_an_address_alone_have_no_powers_of_staff_also_when_refreshed() -> None:
    by_address, refresh = _token(LOGIN, {"email": STAFF}, "access")
    assert _selects_for_another(by_address) == 403
    refreshed, _ = _token("/api/v1/auth/refresh-token", {"refresh_token": refresh}, "access_token")
    assert _selects_for_another(refreshed) == 403


def test_tokens_of_a_password_have_them_also_when_refreshed() -> None:
    _, refresh = _token("/api/v1/auth/login", {"email": STAFF, "password": PASSWORD}, "access_token")
    refreshed, _ = _token("/api/v1/auth/refresh-token", {"refresh_token": refresh}, "access_token")
    assert _selects_for_another(refreshed) == 201
