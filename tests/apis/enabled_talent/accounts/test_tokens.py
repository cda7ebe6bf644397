"""Signing in by tokens that a browser holds, refreshing them from there, and signing out."""

from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.enabled_talent.accounts.conftest import EMAIL, PASSWORD
from tests.apis.enabled_talent.accounts.signing import AUTH, COOKIES, FOREIGN, held, sign_in
from tests.crowd import at_once
from trellis.domain.accounts.models import TokenFamily, User
from trellis.domain.accounts.rules import TWO_TABS
from trellis.domain.accounts.services import tokens

ATTRIBUTES = ("path", "domain", "secure", "samesite", "httponly")


def _kept(response: Any) -> dict[str, str]:
    return {name: response.cookies[name].value for name in COOKIES if name in response.cookies}


@pytest.mark.parametrize("prefix", ["/api/auth/", "/api/users/"])
def test_signing_in_answers_the_pair_and_has_the_browser_hold_it(
    browser: APIClient, ann: User, prefix: str
) -> None:
    response = browser.post(f"{prefix}token/", {"email": EMAIL, "password": PASSWORD})
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    body = response.json()
    assert list(body) == ["access", "refresh", "user"]
    assert body["user"]["id"] == ann.pk
    assert _kept(response) == {"access_token": body["access"], "refresh_token": body["refresh"]}
    for name in COOKIES:
        cookie = response.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/api/")
    assert browser.get(f"{AUTH}users/me/").json() == body["user"]


def test_a_wrong_password_and_an_unknown_address_are_one(
    browser: APIClient, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashes.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    answers = []
    for path in ("token/", "session/login/"):
        for email in (EMAIL, "nobody@example.com"):
            hashes.clear()
            answer = browser.post(f"{AUTH}{path}", {"email": email, "password": "wrong"})
            answers.append((answer.status_code, answer.content, len(hashes), bool(answer.cookies)))
    assert set(answers) == {(401, answers[0][1], 1, False)}


def test_an_empty_body_refreshes_from_the_cookie_which_is_rotated(browser: APIClient, ann: User) -> None:
    sign_in(browser)
    before = held(browser)
    response = browser.post(f"{AUTH}token/refresh/")
    assert (response.status_code, list(response.json())) == (200, ["access"])
    assert held(browser)["access_token"] == response.json()["access"]
    assert held(browser)["refresh_token"] != before["refresh_token"]
    assert browser.post(f"{AUTH}token/refresh/", {"refresh": ""}).status_code == 200


def test_a_body_refreshes_too_and_comes_before_the_cookie(browser: APIClient, ann: User) -> None:
    sign_in(browser)
    refresh = sign_in(APIClient()).json()["refresh"]
    response = browser.post("/api/users/token/refresh/", {"refresh": refresh})
    assert (response.status_code, list(response.json())) == (200, ["access"])
    browser.post(f"{AUTH}token/refresh/", {"refresh": "junk"})
    assert browser.post(f"{AUTH}token/refresh/").status_code == 200, "what was held is held still"


def test_without_any_refresh_token_it_is_401(browser: APIClient, db: None) -> None:
    assert browser.post(f"{AUTH}token/refresh/").status_code == 401


def test_the_second_of_two_tabs_is_refused_and_keeps_the_cookies_of_the_first(
    browser: APIClient, ann: User
) -> None:
    sign_in(browser)
    shared = held(browser)["refresh_token"]
    browser.post(f"{AUTH}token/refresh/")
    other = APIClient()
    other.cookies["refresh_token"] = shared
    second = other.post(f"{AUTH}token/refresh/")
    assert (second.status_code, dict(second.cookies)) == (401, {})
    assert browser.post(f"{AUTH}token/refresh/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_at_once_one_gets_a_pair_and_neither_loses_its_cookies() -> None:
    user = User.objects.create_user("ann", EMAIL, PASSWORD)
    refresh = tokens.issue_pair(user=user, now=timezone.now()).refresh

    def tab(_: int) -> Any:
        client = APIClient()
        client.cookies["refresh_token"] = refresh
        return client.post(f"{AUTH}token/refresh/")

    answers = sorted(at_once(2, tab), key=lambda answer: int(answer.status_code))
    assert [answer.status_code for answer in answers] == [200, 401]
    assert (len(_kept(answers[0])), dict(answers[1].cookies)) == (2, {})
    assert TokenFamily.objects.get().revoked_at is None


def test_a_token_that_is_no_good_is_401_and_the_browser_forgets_it(browser: APIClient, ann: User) -> None:
    sign_in(browser)
    tokens.revoke_all(user=ann, now=timezone.now())
    response = browser.post(f"{AUTH}token/refresh/")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert _kept(response) == {"access_token": "", "refresh_token": ""}
    assert browser.get(f"{AUTH}users/me/").status_code == 401


def test_a_stolen_token_ends_the_sign_in_once_both_have_come(browser: APIClient, ann: User) -> None:
    late = timezone.now() - TWO_TABS
    stolen = tokens.issue_pair(user=ann, now=late).refresh
    tokens.rotate(refresh_token=stolen, now=late)
    assert browser.post(f"{AUTH}token/refresh/", {"refresh": stolen}).status_code == 401
    assert TokenFamily.objects.get().revoked_at is not None


def test_signing_out_removes_each_cookie_as_it_came_and_ends_the_token_everywhere(
    browser: APIClient, ann: User
) -> None:
    came = sign_in(browser)
    response = browser.post(f"{AUTH}logout/")
    assert response.status_code == 200
    for name in COOKIES:
        gone = response.cookies[name]
        assert (gone.value, gone["max-age"]) == ("", 0)
        assert [gone[each] for each in ATTRIBUTES] == [came.cookies[name][each] for each in ATTRIBUTES]
    again = APIClient().post(f"{AUTH}token/refresh/", {"refresh": came.json()["refresh"]})
    assert again.status_code == 401


def test_signing_out_works_without_cookies_and_by_a_token_in_the_body(api: APIClient, ann: User) -> None:
    assert api.post(f"{AUTH}logout/").status_code == 200
    refresh = sign_in(APIClient()).json()["refresh"]
    assert api.post(f"{AUTH}logout/", {"refresh": refresh}).status_code == 200
    assert api.post(f"{AUTH}token/refresh/", {"refresh": refresh}).status_code == 401


def test_who_signs_in_anew_leaves_no_sign_in_behind(browser: APIClient, ann: User) -> None:
    sign_in(browser)
    sign_in(browser)
    assert TokenFamily.objects.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize("path", ["token/", "session/login/", "token/refresh/", "logout/"])
@pytest.mark.parametrize(
    "headers", [{"origin": FOREIGN}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}], ids=str
)
def test_no_foreign_page_signs_anybody_in_or_out(
    browser: APIClient, ann: User, path: str, headers: dict[str, str]
) -> None:
    sign_in(browser)
    before = held(browser)
    for kind in ("json", "multipart"):
        form = {"email": EMAIL, "password": PASSWORD}
        response = browser.post(f"{AUTH}{path}", form, format=kind, headers=headers)
        assert (response.status_code, dict(response.cookies)) == (403, {})
    assert held(browser) == before
    assert browser.get(f"{AUTH}users/me/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://front.example"},
        {"origin": "http://testserver"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {},
    ],
    ids=str,
)
def test_a_front_end_that_settings_name_signs_in_without_a_csrf_token(
    browser: APIClient, ann: User, settings: Any, headers: dict[str, str]
) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://front.example"]
    settings.CORS_ALLOWED_ORIGIN_REGEXES = []
    assert sign_in(browser, **headers).status_code == 200
