"""Signing in with an e-mail address, and out."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import jwt
import pytest
from django.test import Client

from tests.codes import mailed_code, other_than
from tests.web.mentorship.conftest import BASE
from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry, LoginCode
from trellis.domain.mentorship.models import Mentor

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db
AUTH = f"{BASE}/auth"


def _sign_in(client: Client, name: str, **more: str) -> Any:
    return client.post(AUTH, {"email": f"{name}@example.org", **more})


def _handover(html: str) -> dict[str, str]:
    found = re.search(r'<div id="handover" hidden([^>]*)>', html)
    assert found, "no handover on the page"
    return {name: unescape(value) for name, value in re.findall(r'data-(\w+)="([^"]*)"', found[1])}


@pytest.mark.parametrize(
    ("name", "target"), [("mona", f"{BASE}/mentor"), ("mel", BASE), ("bo", BASE), ("nia", BASE)]
)
def test_each_role_is_led_where_the_document_says(
    client: Client, people: dict[str, User], name: str, target: str
) -> None:
    response = _sign_in(client, name)
    assert (response.status_code, response["Location"]) == (302, target)
    assert client.session["_auth_user_id"]


@pytest.mark.parametrize(
    ("name", "role", "is_mentor", "is_mentee", "told"),
    [
        ("mona", "mentor", "true", "false", "signed in as a mentor."),
        ("mel", "mentee", "false", "true", "signed in as a mentee."),
        ("bo", "mentor_mentee", "true", "true", "You are a mentor and a mentee"),
        ("nia", "user", "false", "false", "apply to become a mentor"),
    ],
)
def test_the_next_page_tells_the_role_and_hands_over_what_is_stored(
    client: Client, people: dict[str, User], name: str, role: str, is_mentor: str, is_mentee: str, told: str
) -> None:
    page = client.get(_sign_in(client, name)["Location"]).content.decode()
    assert told in page
    stored = _handover(page)
    user = User.objects.get(email=f"{name}@example.org")
    claims = jwt.decode(stored.pop("access_token"), options={"verify_signature": False})
    assert claims["user_id"] == user.pk
    assert stored.pop("refresh_token")
    assert stored == {
        "user_id": str(user.pk),
        "user_email": user.email,
        "user_role": role,
        "is_mentor": is_mentor,
        "is_mentee": is_mentee,
        "user_name": user.full_name,
    }


def test_tokens_are_handed_over_once(client: Client, people: dict[str, User]) -> None:
    _sign_in(client, "mel")
    _handover(client.get(BASE).content.decode())
    assert 'id="handover"' not in client.get(BASE).content.decode()
    assert "access_token" not in str(dict(client.session))


def test_an_address_in_other_case_and_with_spaces_is_the_same(
    client: Client, people: dict[str, User]
) -> None:
    assert client.post(AUTH, {"email": " MEL@Example.org "}).status_code == 302


def test_an_unknown_address_is_told_what_to_do(client: Client) -> None:
    response = client.post(AUTH, {"email": "nobody@example.org"})
    assert response.status_code == 404
    page = response.content.decode()
    assert "We do not know this e-mail address." in page
    assert "members directory" in page
    assert 'value="nobody@example.org"' in page


@pytest.mark.parametrize("typed", ["", "mel", "mel@", "a\x00b@example.org", "x" * 300 + "@example.org"])
def test_what_is_no_address_is_told(client: Client, typed: str) -> None:
    response = client.post(AUTH, {"email": typed})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


def test_next_leads_on(client: Client, people: dict[str, User], mentor: Mentor) -> None:
    target = f"{BASE}/{mentor.public_id}#book"
    assert f'name="next" value="{target}"' in client.get(AUTH, {"next": target}).content.decode()
    assert _sign_in(client, "mel", next=target)["Location"] == target


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/x", "/\\evil.example", "javascript:alert(1)", "evil", "\x00"],
)
def test_next_leads_nowhere_else(client: Client, people: dict[str, User], target: str) -> None:
    assert _sign_in(client, "mel", next=target)["Location"] == BASE
    assert 'name="next"' not in Client().get(AUTH, {"next": target}).content.decode()


def test_signing_out_ends_the_session_and_has_the_keys_forgotten(
    client: Client, people: dict[str, User]
) -> None:
    _sign_in(client, "mel")
    response = client.post(f"{AUTH}/sign-out", follow=True)
    page = response.content.decode()
    assert "You are signed out." in page
    assert _handover(page) == {"forget": "True"}
    assert "_auth_user_id" not in client.session
    assert client.get(f"{AUTH}/sign-out").status_code == 405


def test_signing_out_ends_the_refresh_token_that_was_handed_over(
    client: Client, people: dict[str, User]
) -> None:
    page = client.get(_sign_in(client, "mel")["Location"]).content.decode()
    handed_over = _handover(page)["refresh_token"]
    client.post(f"{AUTH}/sign-out")
    answer = client.post(
        "/api/v1/auth/refresh-token", {"refresh_token": handed_over}, content_type="application/json"
    )
    assert answer.status_code == 401


def test_in_closed_mode_a_code_is_asked_for(client: Client, people: dict[str, User], settings: Any) -> None:
    settings.TRELLIS_OPEN_CONTRACT = False
    asked = _sign_in(client, "mona", next=f"{BASE}/mentor/availability")
    assert asked.status_code == 200
    assert "Look into your mail" in asked.content.decode()
    assert "_auth_user_id" not in client.session
    code = mailed_code("mona@example.org")
    wrong = _sign_in(client, "mona", code=other_than(code))
    assert wrong.status_code == 422
    assert "This code is wrong or too old" in wrong.content.decode()
    done = _sign_in(client, "mona", code=f" {code[:3]} {code[3:]} ", next=f"{BASE}/mentor/availability")
    assert done["Location"] == f"{BASE}/mentor/availability"
    again = _sign_in(Client(), "mona", code=code)
    assert again.status_code == 422


def test_in_closed_mode_an_unknown_address_looks_like_a_known_one(client: Client, settings: Any) -> None:
    settings.TRELLIS_OPEN_CONTRACT = False
    response = client.post(AUTH, {"email": "nobody@example.org"})
    assert response.status_code == 200
    assert "Look into your mail" in response.content.decode()


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "\x00"])
def test_what_is_no_code_is_told(client: Client, people: dict[str, User], settings: Any, code: str) -> None:
    settings.TRELLIS_OPEN_CONTRACT = False
    response = _sign_in(client, "mona", code=code)
    assert response.status_code == 422
    assert "field__error" in response.content.decode()


def test_too_many_codes_are_told_with_the_time_to_wait(
    client: Client, people: dict[str, User], settings: Any
) -> None:
    settings.TRELLIS_OPEN_CONTRACT = False
    settings.TRELLIS_RATE_LIMITS = True
    answers = [_sign_in(client, "mona") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    refused = answers[5]
    assert refused["RateLimit"] == f'"default";r=0;t={refused["Retry-After"]}'
    page = refused.content.decode()
    assert "Too many codes were asked for" in page
    assert "The code in the newest mail of this hour still works" in page
    assert _sign_in(client, "mona", code=mailed_code("mona@example.org")).status_code == 302


def test_a_long_code_can_be_typed_on_a_phone(client: Client, people: dict[str, User], settings: Any) -> None:
    settings.TRELLIS_OPEN_CONTRACT = False
    page = _sign_in(client, "mona").content.decode()
    field = re.search(r'<input[^>]*name="code"[^>]*>', page)
    assert field
    assert 'autocomplete="one-time-code"' in field[0]
    assert "inputmode" not in field[0]
    LoginCode.objects.update(is_long=True)
    code = mailed_code("mona@example.org")
    assert _sign_in(client, "mona", code=code.lower().replace("-", "")).status_code == 302


def test_too_many_wrong_codes_are_told_and_the_right_one_gets_in(
    client: Client, people: dict[str, User], settings: Any
) -> None:
    settings.TRELLIS_OPEN_CONTRACT = False
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "login_code_try": [(2, 600)]}
    _sign_in(client, "mona")
    code = mailed_code("mona@example.org")
    answers = [_sign_in(client, "mona", code=other_than(code)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert int(answers[2]["Retry-After"]) >= 1
    assert "This code is wrong, as many before it." in answers[2].content.decode()
    assert _sign_in(client, "mona", code=code).status_code == 302


def test_who_is_signed_in_already_is_told_so(as_: As) -> None:
    page = as_("both").get(AUTH).content.decode()
    assert "You are signed in" in page
    assert "mentor and mentee" in page


def test_entries_of_the_demo_are_offered_in_development_alone(client: Client, settings: Any) -> None:
    DirectoryEntry.objects.create(email="mentor@mansa.example", membershiptype="mentor")
    assert "mentor@mansa.example" in client.get(AUTH).content.decode()
    settings.IS_PRODUCTION = True
    assert "mentor@mansa.example" not in client.get(AUTH).content.decode()


def test_a_new_member_gets_an_account_and_stays_themselves(client: Client) -> None:
    DirectoryEntry.objects.create(email="new@example.org", first_name='<b>"Nu"', membershiptype="student")
    page = client.get(_sign_in(client, "new")["Location"]).content.decode()
    assert "<b>" not in page
    assert _handover(page)["user_name"].startswith('<b>"Nu"')
