"""Changing a password that is known, and choosing one by a mail that tells strangers nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as trellis_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import signing
from rest_framework.test import APIClient

from tests.apis.enabled_talent.accounts.conftest import EMAIL, PASSWORD
from tests.apis.enabled_talent.accounts.signing import AUTH, csrf_of, held, sign_in
from trellis.core.models import Mail
from trellis.domain.accounts.models import User

NEW = "An0ther-Passw0rd"
BODIES = (
    {"old_password": PASSWORD, "new_password": NEW},
    {"current_password": PASSWORD, "password": NEW, "confirm_password": NEW},
    {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW},
)


def _change(client: APIClient, body: dict[str, str], prefix: str = AUTH) -> Any:
    return client.post(f"{prefix}change-password/", body, headers=csrf_of(client))


def _ask(api: APIClient, email: str = EMAIL, **headers: str) -> Any:
    return api.post(f"{AUTH}password_reset/", {"email": email}, headers=headers)


def _mailed(api: APIClient) -> str:
    _ask(api)
    found = re.search(r"^([\w:-]{40,})$", Mail.objects.latest("pk").text, re.MULTILINE)
    assert found
    return found[1]


def _confirm(api: APIClient, token: Any, password: str = NEW) -> Any:
    return api.post(f"{AUTH}password_reset/confirm/", {"token": token, "password": password})


def _valid(api: APIClient, token: Any) -> Any:
    return api.post(f"{AUTH}password_reset/validate_token/", {"token": token})


@pytest.mark.parametrize("body", BODIES, ids=str)
def test_all_tokens_die_and_this_browser_gets_new_ones(
    browser: APIClient, ann: User, body: dict[str, str]
) -> None:
    elsewhere = sign_in(APIClient()).json()
    before = sign_in(browser).json()
    response = _change(browser, body)
    assert (response.status_code, list(response.json())) == (200, ["access", "refresh", "user"])
    assert held(browser)["refresh_token"] == response.json()["refresh"]
    assert browser.get(f"{AUTH}users/me/").status_code == 200
    assert browser.post(f"{AUTH}token/refresh/").status_code == 200
    for dead in (before, elsewhere):
        headers = {"authorization": f"Bearer {dead['access']}"}
        assert APIClient().get(f"{AUTH}users/me/", headers=headers).status_code == 401
        for _ in range(2):
            refused = APIClient().post(f"{AUTH}token/refresh/", {"refresh": dead["refresh"]})
            assert refused.status_code == 401
    assert sign_in(APIClient()).status_code == 401


def test_a_session_that_changes_the_password_goes_on(browser: APIClient, ann: User) -> None:
    browser.post(f"{AUTH}session/login/", {"email": EMAIL, "password": PASSWORD})
    assert _change(browser, BODIES[0], "/api/users/").status_code == 200
    assert b"You are signed in" in browser.get("/sign-in/").content


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old_password": "wrong"}, "old_password"),
        ({"old_password": ""}, "old_password"),
        ({"new_password": "password"}, "new_password"),
        ({"new_password": None}, "new_password"),
        ({"confirm_password": "other"}, "confirm_password"),
    ],
)
def test_what_cannot_be_so_is_refused_by_name_and_changes_nothing(
    browser: APIClient, ann: User, changes: dict[str, Any], field: str
) -> None:
    sign_in(browser)
    response = _change(browser, {**BODIES[0], **changes})
    assert (response.status_code, list(response.json())) == (400, [field])
    assert browser.get(f"{AUTH}users/me/").status_code == 200


def test_guesses_of_the_old_one_are_counted(browser: APIClient, ann: User, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    sign_in(browser)
    answers = [_change(browser, {**BODIES[0], "old_password": "guess"}).status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]


def test_a_link_is_mailed_and_opens_a_new_password_once(api: APIClient, ann: User) -> None:
    signed_in = sign_in(APIClient()).json()
    token = _mailed(api)
    assert (_valid(api, token).status_code, _valid(api, token).json()) == (200, {"status": "OK"})
    response = _confirm(api, token)
    assert (response.status_code, response.json()) == (200, {"status": "OK"})
    assert api.post(f"{AUTH}token/", {"email": EMAIL, "password": NEW}).status_code == 200
    again = _confirm(api, token)
    assert (again.status_code, list(again.json())) == (400, ["token"])
    refused = APIClient().post(f"{AUTH}token/refresh/", {"refresh": signed_in["refresh"]})
    assert refused.status_code == 401
    ann.refresh_from_db()
    assert ann.email_verified_at is not None


def test_of_two_links_the_one_that_is_used_ends_the_other(api: APIClient, ann: User) -> None:
    first, second = _mailed(api), _mailed(api)
    assert _confirm(api, first).status_code == 200
    assert _confirm(api, second).status_code == 400


def test_a_weak_password_is_refused_and_the_link_still_works(api: APIClient, ann: User) -> None:
    token = _mailed(api)
    weak = _confirm(api, token, "password")
    assert (weak.status_code, list(weak.json())) == (400, ["password"])
    assert _confirm(api, token).status_code == 200


def test_every_token_that_is_no_good_is_answered_alike(api: APIClient, ann: User, settings: Any) -> None:
    token = _mailed(api)
    user_id = ann.pk
    dead = [
        "malformed",
        token[:-1],
        signing.dumps({"user": 2**40, "mark": "x"}, salt="accounts.reset-password"),
        signing.dumps({"user": user_id, "mark": 5}, salt="accounts.reset-password"),
        signing.dumps({"user": "x", "mark": "x"}, salt="accounts.reset-password"),
        signing.dumps(["x"], salt="accounts.reset-password"),
        signing.dumps({"user": user_id, "mark": "x"}, salt="accounts.verify-email"),
    ]
    answers = [(_valid(api, each), _confirm(api, each)) for each in dead]
    User.objects.update(is_active=False)
    answers.append((_valid(api, token), _confirm(api, token)))  # of a closed account
    User.objects.update(is_active=True, is_staff=True)
    answers.append((_valid(api, token), _confirm(api, token)))
    User.objects.update(is_staff=False)
    settings.PASSWORD_RESET_LIFETIME = timedelta(seconds=-1)
    answers.append((_valid(api, token), _confirm(api, token)))  # expired
    settings.PASSWORD_RESET_LIFETIME = timedelta(hours=1)
    _confirm(api, token)
    answers.append((_valid(api, token), _confirm(api, token)))  # used
    said = {(each.status_code, each.content) for pair in answers for each in pair}
    assert said == {(400, b'{"token":["This token is not valid or has expired."]}')}


def test_known_and_unknown_addresses_are_answered_alike_with_as_much_work(
    api: APIClient, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = User.objects.create_user("staff", "staff@example.com", PASSWORD, is_staff=True)
    closed = User.objects.create_user("closed", "closed@example.com", PASSWORD, is_active=False)

    def refuse(*_: Any) -> str:
        raise AssertionError("hashed")

    monkeypatch.setattr(MD5PasswordHasher, "encode", refuse)
    answers = [_ask(api, email) for email in (EMAIL, "nobody@example.com", staff.email, closed.email)]
    assert {(each.status_code, each.content) for each in answers} == {(200, b'{"status":"OK"}')}
    assert [mail.to for mail in Mail.objects.all()] == [EMAIL]


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"x-forwarded-host": "evil.example"}], ids=str)
def test_no_header_says_where_a_link_leads(
    api: APIClient, ann: User, settings: Any, headers: dict[str, str]
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert _ask(api, **headers).status_code == 200
    mail = Mail.objects.get()
    assert f"{trellis_settings.TRELLIS_PUBLIC_URL}/reset-password/?token=" in mail.text
    assert "evil" not in mail.text + mail.html


def test_mails_to_one_address_are_limited_whoever_it_is(api: APIClient, ann: User, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    for email in (EMAIL, "nobody@example.com"):
        assert [_ask(api, email).status_code for _ in range(6)] == [200] * 5 + [429]
