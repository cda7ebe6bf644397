"""Registering and signing in: one address, one password in every spelling; names in which something shows."""

import unicodedata
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.crowd import at_once
from trellis.core.models import Mail
from trellis.domain.accounts.models import User

AUTH = "/api/v1/auth"
NEW = {
    "email": "u@müller.example",
    "password": "SecurePass123!",
    "full_name": "New User",
    "username": "newuser",
}
SPELLINGS = [
    "u@xn--mller-kva.example",
    "U@MÜLLER.example",
    "u@mu\u0308ller.example",
    "u@XN--MLLER-KVA.EXAMPLE",
]
pytestmark = pytest.mark.django_db


def _register(**changes: Any) -> Any:
    return APIClient().post(f"{AUTH}/register", {**NEW, **changes})


def _sign_in(email: str, password: str = NEW["password"]) -> int:
    status: int = APIClient().post(f"{AUTH}/login", {"email": email, "password": password}).status_code
    return status


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_address_in_another_spelling_is_in_use_and_signs_in(spelling: str) -> None:
    first = _register()
    assert (first.status_code, first.json()["user"]["email"]) == (201, "u@xn--mller-kva.example")
    again = _register(email=spelling, username="other")
    assert (again.status_code, set(again.json()["details"])) == (422, {"email"})
    assert _sign_in(spelling) == _sign_in(NEW["email"]) == 200
    assert {mail.to for mail in Mail.objects.all()} == {"u@xn--mller-kva.example"}


@pytest.mark.django_db(transaction=True)
def test_8_registrations_in_two_spellings_at_once_make_one_account() -> None:
    def register(number: int) -> int:
        email = [NEW["email"], SPELLINGS[0]][number % 2]
        status: int = _register(email=email, username=f"user{number}").status_code
        return status

    assert sorted(at_once(8, register)) == [201] + [422] * 7
    assert User.objects.get().email == SPELLINGS[0]


@pytest.mark.parametrize("email", ["m\u0131ke@example.com", "ſ@example.com", "ü@example.com", "u@❤..example"])
def test_an_address_that_could_pass_for_anothers_is_refused(email: str) -> None:
    response = _register(email=email)
    assert (response.status_code, set(response.json()["details"])) == (422, {"email"})


def test_a_username_is_one_in_every_spelling_of_its_letters() -> None:
    assert _register(username="ﬁnn").json()["user"]["username"] == "finn"
    assert _register(email="v@example.com", username="FINN").status_code == 422


@pytest.mark.parametrize(("kept", "typed"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_password_is_the_same_however_its_letters_are_made(kept: str, typed: str) -> None:
    password = "Paßwört 2026é "
    assert _register(password=unicodedata.normalize(kept, password)).status_code == 201  # type: ignore[arg-type]
    assert _sign_in(NEW["email"], unicodedata.normalize(typed, password)) == 200  # type: ignore[arg-type]
    assert _sign_in(NEW["email"], password.strip()) == 401


@pytest.mark.parametrize(
    "full_name",
    ["\u200b\u200b", "\u2060", "\u3164", "\u2800", "\u00ad", "\ufeff", "\u200e \u200f", "a\u202eb",
     "a\u2066b", "Ann\r\nBcc: x", "Ann\x07", "Ann\x85Smith", "Ann\u2028Smith", "Ann\uffff"],
)  # fmt: skip
def test_a_name_that_does_not_show_or_plays_with_the_page_is_refused(full_name: str) -> None:
    response = _register(full_name=full_name)
    assert (response.status_code, set(response.json()["details"])) == (422, {"full_name"})
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["علی\u200cرضا", "Zoë", "ශ්\u200dරී", "高级", "👩🏽\u200d🚒"])
def test_a_name_is_kept_as_its_letters_are_written(name: str) -> None:
    assert _register(full_name=name).status_code == 201
    assert User.objects.get().first_name == name


def test_a_token_alone_has_the_verification_sent_to_its_account(signed_in: SignIn) -> None:
    User.objects.create_user("ann", "ann@example.com", "x")
    api = signed_in("ann")
    for body in ({}, {"format": "json", "data": {}}):
        assert api.post(f"{AUTH}/resend-verification", **body).status_code == 200
    assert [mail.to for mail in Mail.objects.all()] == ["ann@example.com"] * 2


def test_an_address_that_is_given_goes_before_that_of_the_token(signed_in: SignIn) -> None:
    User.objects.create_user("bob", "bob@example.com", "x")
    User.objects.create_user("ann", "ann@example.com", "x")
    api = signed_in("ann")
    assert api.post(f"{AUTH}/resend-verification", {"email": "bob@example.com"}).status_code == 200
    assert Mail.objects.get().to == "bob@example.com"


def test_neither_address_nor_token_names_the_field_and_a_bad_token_is_a_401(api: APIClient) -> None:
    response = api.post(f"{AUTH}/resend-verification")
    assert (response.status_code, set(response.json()["details"])) == (422, {"email"})
    api.credentials(HTTP_AUTHORIZATION="Bearer nonsense")
    assert api.post(f"{AUTH}/resend-verification").status_code == 401
    assert api.post(f"{AUTH}/resend-verification", {"email": "a@example.com"}).status_code == 200
