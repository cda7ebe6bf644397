"""Accounts in SOOSH's words (soosh-api.md, section 1 and "Error responses")."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.core import signing
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import SHOWN, refused
from tests.crowd import at_once
from trellis.core.models import Event, Mail
from trellis.core.tasks import queue_health
from trellis.domain.accounts.models import TokenFamily, User

AUTH = "/api/v1/auth"
FORM = "application/x-www-form-urlencoded"
NEW = {
    "email": "New.User@Example.com",
    "password": "SecurePass123!",
    "full_name": "New User",
    "username": "newuser",
    "user_type": "beginner",
}
USER_KEYS = {"id", "email", "username", "user_type", "onboarding_completed"}
pytestmark = pytest.mark.django_db


def _register(api: APIClient, **changes: Any) -> Any:
    return api.post(f"{AUTH}/register", {**NEW, **changes})


def test_registering_answers_as_printed(api: APIClient) -> None:
    response = _register(api)
    body = response.json()
    assert response.status_code == 201
    assert set(body) == {"user", "access_token", "refresh_token", "token_type"}
    assert set(body["user"]) == USER_KEYS
    assert body["user"]["onboarding_completed"] is False
    assert body["token_type"] == "bearer"
    user = User.objects.get(public_id=body["user"]["id"])
    assert (user.first_name, user.last_name, user.journey) == ("New", "User", "beginner")
    assert Event.objects.get().kind == "user.registered"


def test_the_tokens_of_registering_open_another_door(api: APIClient) -> None:
    token = _register(api).json()["access_token"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    response = api.post("/mentor/talents/onboarding/", {"selected_sports": ["tennis"]})
    assert response.status_code == 201


def test_registering_sends_a_mail_whose_token_verifies_the_address(api: APIClient) -> None:
    _register(api)
    mail = Mail.objects.get()
    assert mail.to.lower() == NEW["email"].lower()
    assert queue_health()["waiting"] == 1
    token = re.search(r"token=([^\s&\"]+)", mail.text)
    assert token
    response = api.post(f"{AUTH}/verify-email", {"token": unquote(token[1])})
    assert response.status_code == 200
    assert User.objects.get().email_verified_at is not None


def test_a_forged_verification_isrefused(api: APIClient) -> None:
    body = refused(api.post(f"{AUTH}/verify-email", {"token": "x:y:z"}), 422, "VALIDATION_ERROR")
    assert set(body["details"]) == {"token"}


@pytest.mark.parametrize(
    "claims",
    [None, [], "x", {}, {"user": 1}, {"user": True, "email": "x"}, {"user": [1], "email": "x"},
     {"user": 2**70, "email": "x"}, {"user": "1\x00", "email": "x"}, {"user": 1, "email": ["x"]}],
)  # fmt: skip
def test_a_signed_verification_of_another_make_isrefused(api: APIClient, claims: Any) -> None:
    token = signing.dumps(claims, salt="accounts.verify-email")
    body = refused(api.post(f"{AUTH}/verify-email", {"token": token}), 422, "VALIDATION_ERROR")
    assert set(body["details"]) == {"token"}


def test_asking_again_for_verification_does_not_tell_who_has_an_account(api: APIClient) -> None:
    _register(api)
    answers = [
        api.post(f"{AUTH}/resend-verification", {"email": email}).json()
        for email in (NEW["email"], "nobody@example.com")
    ]
    assert answers[0] == answers[1]
    assert Mail.objects.count() == 2


def test_nobodys_inbox_is_filled_with_verifications(api: APIClient, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    address = {"email": "somebody@example.com"}
    for _ in range(5):
        assert api.post(f"{AUTH}/resend-verification", address).status_code == 200
    refused(api.post(f"{AUTH}/resend-verification", address), 429, "RATE_LIMIT_EXCEEDED")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "not an address"}, "email"),
        ({"email": "a" * 250 + "@example.com"}, "email"),
        ({"email": "\x00@example.com"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "password"}, "password"),
        ({"password": "12345678901"}, "password"),
        ({"password": "newuser1"}, "password"),
        ({"full_name": ""}, "full_name"),
        ({"full_name": "x" * 160}, "full_name"),
        ({"full_name": "a\x00b"}, "full_name"),
        ({"username": "no spaces"}, "username"),
        ({"user_type": "wizard"}, "user_type"),
        ({"email": None}, "email"),
        ({"username": ["list"]}, "username"),
    ],
)
def test_a_field_that_is_not_valid_is_named(api: APIClient, changes: dict[str, Any], field: str) -> None:
    body = refused(_register(api, **changes), 422, "VALIDATION_ERROR")
    assert set(body["details"]) == {field}
    assert isinstance(body["details"][field], str)
    assert not User.objects.exists()
    assert not Mail.objects.exists()


def test_missing_fields_are_all_named(api: APIClient) -> None:
    body = refused(api.post(f"{AUTH}/register", {}), 422, "VALIDATION_ERROR")
    assert set(body["details"]) == {"email", "password", "full_name", "username"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "other"}, "email"),
        ({"email": "NEW.user@EXAMPLE.com", "username": "other"}, "email"),
        ({"email": "other@example.com", "username": "NewUser"}, "username"),
    ],
)
def test_an_address_or_name_in_use_is_refused_in_any_case(
    api: APIClient, changes: dict[str, str], field: str
) -> None:
    _register(api)
    body = refused(_register(api, **changes), 422, "VALIDATION_ERROR")
    assert set(body["details"]) == {field}
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_16_registrations_of_one_address_at_once_make_one_account() -> None:
    def register(number: int) -> int:
        status: int = _register(APIClient(), username=f"user{number}").status_code
        return status

    assert sorted(at_once(16, register)) == [201] + [422] * 15
    assert User.objects.count() == 1
    assert TokenFamily.objects.count() == 1


def test_signing_in_answers_as_printed(api: APIClient) -> None:
    _register(api)
    response = api.post(f"{AUTH}/login", {"email": "new.user@example.COM", "password": NEW["password"]})
    assert response.status_code == 200
    assert set(response.json()) == {"user", "access_token", "refresh_token"}
    assert set(response.json()["user"]) == SHOWN
    assert User.objects.get().last_login is not None


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("new.user@example.com", "wrong"),
        ("nobody@example.com", "SecurePass123!"),
        ("", "x"),
    ],
)
def test_wrong_credentials_do_not_tell_what_was_wrong(api: APIClient, email: str, password: str) -> None:
    _register(api)
    response = api.post(f"{AUTH}/login", {"email": email or "x", "password": password})
    body = refused(response, 401, "AUTH_ERROR")
    assert body["message"] == "Wrong e-mail address or password."


def test_a_disabled_account_cannot_sign_in(api: APIClient) -> None:
    _register(api)
    User.objects.update(is_active=False)
    response = api.post(f"{AUTH}/login", {"email": NEW["email"], "password": NEW["password"]})
    refused(response, 401, "AUTH_ERROR")


def test_guessing_a_password_is_stopped_and_other_accounts_are_not(api: APIClient, settings: Any) -> None:
    _register(api)
    settings.TRELLIS_RATE_LIMITS = True
    for _ in range(10):
        response = api.post(f"{AUTH}/login", {"email": NEW["email"], "password": "guess"})
        refused(response, 401, "AUTH_ERROR")
    response = api.post(f"{AUTH}/login", {"email": NEW["email"], "password": NEW["password"]})
    refused(response, 429, "RATE_LIMIT_EXCEEDED")
    assert int(response["Retry-After"]) >= 1
    response = api.post(f"{AUTH}/login", {"email": "other@example.com", "password": "guess"})
    refused(response, 401, "AUTH_ERROR")


def test_refreshing_works_once(api: APIClient) -> None:
    pair = _register(api).json()
    response = api.post(f"{AUTH}/refresh-token", {"refresh_token": pair["refresh_token"]})
    assert response.status_code == 200
    assert set(response.json()) == {"access_token", "refresh_token", "token_type"}
    again = api.post(f"{AUTH}/refresh-token", {"refresh_token": pair["refresh_token"]})
    refused(again, 401, "AUTH_ERROR")
    successor = {"refresh_token": response.json()["refresh_token"]}
    assert api.post(f"{AUTH}/refresh-token", successor).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_refresh_at_once_throw_nobody_out_and_a_late_one_ends_the_sign_in() -> None:
    token = {"refresh_token": _register(APIClient()).json()["refresh_token"]}

    def refresh(body: dict[str, str]) -> Any:
        return APIClient().post(f"{AUTH}/refresh-token", body)

    tabs = sorted(at_once(2, lambda _: refresh(token)), key=lambda each: each.status_code)
    assert [each.status_code for each in tabs] == [200, 401]
    after = refresh({"refresh_token": tabs[0].json()["refresh_token"]})
    assert after.status_code == 200
    refused(refresh(token), 401, "AUTH_ERROR")
    refused(refresh({"refresh_token": after.json()["refresh_token"]}), 401, "AUTH_ERROR")


def test_a_link_that_a_scanner_opens_is_not_used_up_and_pressing_twice_is_no_error(api: APIClient) -> None:
    _register(api)
    link = re.search(r"http\S+(/verify-email/\S+)", Mail.objects.get().text)
    assert link
    assert [api.head(link[1]).status_code, api.get(link[1]).status_code, api.get(link[1]).status_code] == (
        [200] * 3
    )
    assert User.objects.get().email_verified_at is None
    body = {"token": unquote(link[1].split("token=")[1])}
    for _ in range(2):
        assert api.post(f"{AUTH}/verify-email", body).status_code == 200
        assert User.objects.get().email_verified_at is not None


@pytest.mark.parametrize("ending", ["deleted", "disabled"])
def test_refreshing_for_an_account_that_ended_is_401(api: APIClient, ending: str) -> None:
    pair = _register(api).json()
    if ending == "deleted":
        User.objects.all().delete()
    else:
        User.objects.update(is_active=False)
    response = api.post(f"{AUTH}/refresh-token", {"refresh_token": pair["refresh_token"]})
    refused(response, 401, "AUTH_ERROR")


def test_an_access_token_is_no_refresh_token(api: APIClient) -> None:
    pair = _register(api).json()
    response = api.post(f"{AUTH}/refresh-token", {"refresh_token": pair["access_token"]})
    refused(response, 401, "AUTH_ERROR")


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{", "application/json", 400, "BAD_REQUEST"),
        ("[" * 100_000, "application/json", 400, "BAD_REQUEST"),
        ("9" * 5000, "application/json", 400, "BAD_REQUEST"),
        ("[]", "application/json", 422, "VALIDATION_ERROR"),
        ("<x/>", "application/xml", 415, "UNSUPPORTED_MEDIA_TYPE"),
        ('"' + "x" * 3_000_000 + '"', "application/json", 413, "PAYLOAD_TOO_LARGE"),
        (r'{"email": "\ud800", "password": "x"}', "application/json", 400, "BAD_REQUEST"),
        ("&".join(f"a{n}=1" for n in range(600)), FORM, 400, "BAD_REQUEST"),
    ],
)
def test_what_is_no_request_is_refused_in_the_envelope(
    api: APIClient, body: str, kind: str, status: int, code: str
) -> None:
    response = api.generic("POST", f"{AUTH}/login", body, content_type=kind)
    refused(response, status, code)


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nothing", "/api/v1/auth/login/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_address_is_a_404_in_the_envelope(api: APIClient, path: str, method: str) -> None:
    refused(getattr(api, method)(path), 404, "NOT_FOUND")


def test_another_method_is_refused_in_the_envelope(api: APIClient) -> None:
    refused(api.get(f"{AUTH}/login"), 405, "METHOD_NOT_ALLOWED")


def test_a_failure_of_ours_is_a_500_with_an_id_and_no_traceback(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("trellis.apis.soosh.auth.views.accounts.sign_in", fail)
    response = api.post(f"{AUTH}/login", {"email": "a@example.com", "password": "x"})
    body = refused(response, 500, "INTERNAL_SERVER_ERROR")
    assert re.fullmatch(r"[0-9a-f]{12}", body["details"]["error_id"])
    assert "secret" not in response.content.decode()


def test_the_documents_limits_are_told_and_hold(api: APIClient, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    body = {"refresh_token": "x"}
    answers = [api.post(f"{AUTH}/refresh-token", body) for _ in range(61)]
    assert [answer.status_code for answer in answers] == [401] * 60 + [429]
    assert answers[0]["X-RateLimit-Limit"] == "60"
    assert answers[0]["X-RateLimit-Remaining"] == "59"
    assert answers[0]["RateLimit-Policy"] == '"default";q=60;w=60'
    assert re.fullmatch(r'"default";r=59;t=\d+', answers[0]["RateLimit"])
    assert int(answers[0]["X-RateLimit-Reset"]) > 1_700_000_000
    refused(answers[60], 429, "RATE_LIMIT_EXCEEDED")
    assert 1 <= int(answers[60]["Retry-After"]) <= 60


def test_a_spoofed_address_does_not_escape_the_limit(
    api: APIClient, settings: Any, signed_in: SignIn
) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    statuses = {
        api.post(
            f"{AUTH}/refresh-token",
            {"refresh_token": "x"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        ).status_code
        for number in range(61)
    }
    assert statuses == {401, 429}
