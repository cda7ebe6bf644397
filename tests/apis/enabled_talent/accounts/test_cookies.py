"""Signed in by cookie: at this door alone, never by a foreign page, never locked out by a stale one."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.apis.enabled_talent.accounts.conftest import EMAIL, PASSWORD
from tests.apis.enabled_talent.accounts.signing import AUTH, FOREIGN, csrf_of, held, sign_in
from trellis.domain.accounts.models import User

CHANGE = {"first_name": "Anna"}
FRONT = "https://front.example"


def _change(client: APIClient, **headers: str) -> int:
    return int(client.patch(f"{AUTH}profile/", CHANGE, headers=headers).status_code)


def test_a_cookie_reads_but_changes_nothing_without_the_csrf_token(browser: APIClient, ann: User) -> None:
    sign_in(browser)
    assert browser.get(f"{AUTH}users/me/").status_code == 200
    refused = browser.patch(f"{AUTH}profile/", CHANGE)
    assert (refused.status_code, list(refused.json())) == (403, ["detail"])
    assert "X-CSRFToken" in refused.json()["detail"]
    assert _change(browser, **csrf_of(browser)) == 200


def test_a_token_in_the_header_needs_no_second_proof_and_comes_before_cookies(
    browser: APIClient, ann: User
) -> None:
    access = sign_in(APIClient()).json()["access"]
    assert _change(APIClient(enforce_csrf_checks=True), authorization=f"Bearer {access}") == 200
    User.objects.create_user("ben", "ben@example.com", PASSWORD)
    browser.post(f"{AUTH}token/", {"email": "ben@example.com", "password": PASSWORD})
    me = browser.get(f"{AUTH}users/me/", headers={"authorization": f"Bearer {access}"}).json()
    assert me["email"] == EMAIL
    assert browser.get(f"{AUTH}users/me/", headers={"authorization": "Bearer junk"}).status_code == 401


def test_the_csrf_token_counts_from_pages_of_ours_and_named_front_ends_alone(
    browser: APIClient, ann: User, settings: Any
) -> None:
    settings.CORS_ALLOWED_ORIGINS = [FRONT]
    sign_in(browser)
    token = csrf_of(browser)
    assert _change(browser, **token, origin=FRONT) == 200
    assert _change(browser, **token, origin="http://testserver") == 200
    assert _change(browser, **token, origin=FOREIGN) == 403
    assert _change(browser, **token, origin="null") == 403


@pytest.mark.parametrize("stale", ["junk", "\u00fc", ""])
def test_a_stale_cookie_is_as_none(api: APIClient, ann: User, stale: str) -> None:
    api.cookies["access_token"] = api.cookies["refresh_token"] = stale
    assert api.get(f"{AUTH}csrf/").status_code == 200
    assert api.get(f"{AUTH}users/me/").status_code == 401
    assert _change(api) == 401
    assert sign_in(api).status_code == 200
    api.cookies["access_token"] = stale
    assert api.post(f"{AUTH}token/refresh/").status_code == 200
    api.cookies["access_token"] = stale
    assert api.post(f"{AUTH}logout/").status_code == 200


def test_a_cookie_opens_no_other_door(browser: APIClient, ann: User) -> None:
    sign_in(browser)
    for address in ("/mentor/me/", "/api/v1/mentorship/bookings/", "/api/talent-engine/tenants/"):
        assert browser.get(address).status_code == 401, address


def test_a_session_opens_this_door_and_the_pages(browser: APIClient, ann: User) -> None:
    response = browser.post(f"{AUTH}session/login/", {"email": EMAIL, "password": PASSWORD})
    assert (response.status_code, list(response.json())) == (200, ["user"])
    assert held(browser) == {}
    assert browser.get(f"{AUTH}users/me/").json()["id"] == ann.pk
    assert b"You are signed in" in browser.get("/sign-in/").content
    assert _change(browser) == 403
    assert _change(browser, **csrf_of(browser)) == 200
    assert browser.post(f"{AUTH}logout/").status_code == 200
    assert browser.get(f"{AUTH}users/me/").status_code == 401
    assert b"You are signed in" not in browser.get("/sign-in/").content


def test_nobody_is_two_people_at_once(browser: APIClient, ann: User) -> None:
    User.objects.create_user("ben", "ben@example.com", PASSWORD)
    browser.post(f"{AUTH}session/login/", {"email": "ben@example.com", "password": PASSWORD})
    sign_in(browser)
    assert browser.get(f"{AUTH}users/me/").json()["id"] == ann.pk
    browser.cookies["access_token"] = "run out"
    assert browser.get(f"{AUTH}users/me/").status_code == 401
    assert b"You are signed in" not in browser.get("/sign-in/").content
    browser.post(f"{AUTH}session/login/", {"email": "ben@example.com", "password": PASSWORD})
    assert set(held(browser).values()) == {""}
    assert browser.get(f"{AUTH}users/me/").json()["email"] == "ben@example.com"


def test_staff_have_their_powers_by_cookie_where_they_typed_their_password(
    browser: APIClient, ann: User
) -> None:
    User.objects.filter(pk=ann.pk).update(is_staff=True)
    other = User.objects.create_user("ben", "ben@example.com", PASSWORD)
    for path in ("token/", "session/login/"):
        browser.post(f"{AUTH}{path}", {"email": EMAIL, "password": PASSWORD})
        assert browser.get(f"{AUTH}users/{other.pk}/").status_code == 200


def test_what_is_answered_by_cookie_is_told_apart_by_caches(browser: APIClient, ann: User) -> None:
    assert "Cookie" in browser.get(f"{AUTH}csrf/")["Vary"]


class TestAcrossSites:
    @pytest.fixture(autouse=True)
    def https(self, settings: Any) -> None:
        settings.IS_HTTPS = settings.CSRF_COOKIE_SECURE = settings.SESSION_COOKIE_SECURE = True
        settings.TRELLIS_PUBLIC_URL = "https://trellis.example"

    def _cookies(self, **headers: str) -> dict[str, str]:
        client = Client(headers=headers)
        credentials = {"email": EMAIL, "password": PASSWORD}
        answers = [
            client.get(f"{AUTH}csrf/"),
            client.post(f"{AUTH}token/", credentials, "application/json"),
            client.post(f"{AUTH}logout/", {}, "application/json"),
            client.post(f"{AUTH}session/login/", credentials, "application/json"),
            client.post(f"{AUTH}logout/", {}, "application/json"),
        ]
        return {
            f"{number} {name}": cookie.OutputString()
            for number, answer in enumerate(answers)
            for name, cookie in answer.cookies.items()
        }

    @pytest.mark.parametrize("front", [FRONT, "https://other.example.org", "http://trellis.example"])
    def test_a_front_end_of_another_site_is_sent_them_and_each_goes_as_it_came(
        self, ann: User, settings: Any, front: str
    ) -> None:
        settings.CORS_ALLOWED_ORIGINS = [front]
        cookies = self._cookies(origin=front)
        named = {name.partition(" ")[2] for name in cookies}
        assert {"csrftoken", "access_token", "refresh_token", "sessionid"} <= named
        assert len(cookies) >= 8
        for name, said in cookies.items():
            assert "SameSite=None" in said, name
            assert "Secure" in said, name
            assert said.endswith("; Partitioned"), name

    @pytest.mark.parametrize("fronts", [[], ["https://trellis.example"], ["https://app.trellis.example"]])
    def test_without_one_they_stay_lax(self, ann: User, settings: Any, fronts: list[str]) -> None:
        settings.CORS_ALLOWED_ORIGINS = fronts
        cookies = self._cookies()
        assert len(cookies) >= 8
        for name, said in cookies.items():
            assert "SameSite=Lax" in said, name
            assert "Secure" in said, name
            assert "Partitioned" not in said, name

    def test_without_https_they_stay_lax(self, ann: User, settings: Any) -> None:
        settings.IS_HTTPS, settings.CORS_ALLOWED_ORIGINS = False, [FRONT]
        assert "SameSite=Lax" in self._cookies()["1 access_token"]
