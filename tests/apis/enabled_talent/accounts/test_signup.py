"""Signing up: an account, a mail that proves its address, a referral that counts."""

import re
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.enabled_talent.accounts.conftest import EMAIL, PASSWORD
from tests.apis.enabled_talent.accounts.signing import AUTH
from trellis.core.models import Mail
from trellis.domain.accounts.models import User

PRINTED = {
    "email": "user@example.com",
    "password": "secure_password",
    "first_name": "John",
    "last_name": "Doe",
}
USER_KEYS = ["id", "first_name", "email", "last_name", "is_active", "profile", "is_verified", "is_candidate"]
PROFILE_KEYS = ["id", "user", "avatar", "referral_code", "total_referrals"]
pytestmark = pytest.mark.django_db


def _sign_up(api: APIClient, **changes: Any) -> Any:
    return api.post(f"{AUTH}signup/", {**PRINTED, **changes})


def _mailed_token() -> str:
    found = re.search(r"^([\w:-]{40,})$", Mail.objects.latest("pk").text, re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("prefix", ["/api/auth/", "/api/users/"])
def test_the_printed_request_makes_an_account_which_then_signs_in(api: APIClient, prefix: str) -> None:
    response = api.post(f"{prefix}signup/", PRINTED)
    assert response.status_code == 201
    body = response.json()
    assert (list(body), list(body["profile"])) == (USER_KEYS, PROFILE_KEYS)
    assert (body["email"], body["is_active"], body["is_verified"]) == ("user@example.com", True, False)
    assert (body["is_candidate"], body["profile"]["avatar"]) == (False, None)
    assert not response.cookies
    signed_in = api.post(f"{prefix}token/", {"email": PRINTED["email"], "password": PRINTED["password"]})
    assert (signed_in.status_code, signed_in.json()["user"]) == (200, body)


def test_the_mail_proves_the_address_by_whichever_name_its_token_is_sent(api: APIClient) -> None:
    _sign_up(api)
    token = _mailed_token()
    for name in ("token", "key"):
        assert api.post(f"{AUTH}verify-email/", {name: token}).status_code == 200
    assert User.objects.get().email_verified_at is not None
    bad = api.post(f"{AUTH}verify-email/", {"token": token[:-1]})
    assert (bad.status_code, list(bad.json())) == (400, ["token"])


def test_a_referral_code_counts_for_its_owner_in_any_letters(api: APIClient, ann: User) -> None:
    for number, code in enumerate((ann.referral_code, ann.referral_code.lower())):
        assert _sign_up(api, email=f"{number}@example.com", referral_code=code).status_code == 201
    body = api.post(f"{AUTH}token/", {"email": EMAIL, "password": PASSWORD}).json()
    assert body["user"]["profile"]["total_referrals"] == 2
    codes = set(User.objects.values_list("referral_code", flat=True))
    assert len(codes) == 3


def test_a_code_that_is_nobodys_is_refused_by_name(api: APIClient, ann: User) -> None:
    User.objects.update(is_active=False)
    for code in ("NOBODY", ann.referral_code):
        response = _sign_up(api, referral_code=code)
        assert (response.status_code, list(response.json())) == (400, ["referral_code"])
    assert User.objects.count() == 1


@pytest.mark.parametrize("empty", [None, ""])
def test_no_code_and_no_last_name_are_none(api: APIClient, empty: str | None) -> None:
    assert _sign_up(api, referral_code=empty, last_name=empty).status_code == 201


def test_an_address_that_is_taken_is_said_to_be_whatever_its_spelling(api: APIClient, ann: User) -> None:
    response = _sign_up(api, email="ANN@Example.com")
    assert response.status_code == 400
    assert response.json() == {"email": ["An account with this e-mail address already exists."]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("email", None),
        ("password", "password"),
        ("password", "12345678901"),
        ("password", "x" * 129),
        ("first_name", ""),
        ("first_name", "two\nlines"),
        ("first_name", "x" * 151),
        ("last_name", "x" * 151),
        ("referral_code", "x" * 13),
        ("email", ["a@b.example"]),
    ],
)
def test_what_cannot_be_so_is_refused_by_name(api: APIClient, field: str, value: Any) -> None:
    response = _sign_up(api, **{field: value})
    assert (response.status_code, list(response.json())) == (400, [field])
    assert not User.objects.exists()


def test_whose_addresses_are_taken_can_be_asked_only_so_often(
    api: APIClient, ann: User, settings: Any
) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    same = [_sign_up(api, email=EMAIL).status_code for _ in range(6)]
    assert same == [400] * 5 + [429]
    others = [_sign_up(api, email=f"{n}@example.com", password="password").status_code for n in range(30)]
    assert others[-1] == 429
    assert others[0] == 400


def test_resending_answers_alike_whether_or_not_somebody_waits(api: APIClient, ann: User) -> None:
    known, unknown = (
        api.post(f"{AUTH}resend-verification/", {"email": email}) for email in (EMAIL, "nobody@example.com")
    )
    assert (
        (known.status_code, known.content) == (unknown.status_code, unknown.content) == (200, known.content)
    )
    assert [mail.to for mail in Mail.objects.all()] == [EMAIL]
