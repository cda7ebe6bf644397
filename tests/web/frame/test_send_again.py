"""A form that was filled in before somebody signed out and in again is kept, and asked again in words."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from trellis.domain.accounts.models import User

OURS = {"origin": "http://testserver"}
TEXT = 'Two lines,\n<b>"bold"</b> & all'
URL = "/verify-email/?next=%2F"


@pytest.fixture
def browser(db: None) -> Client:
    """Signed in anew: whatever token a form of before has is stale."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("ann", "ann@example.com", None, first_name="Ann"))
    client.get("/verify-email/?token=x")
    return client


def _post(client: Client, headers: dict[str, str] = OURS, **more: Any) -> Any:
    form = {"token": TEXT, "also": ["1", "2"], "csrfmiddlewaretoken": "a" * 64, **more}
    return client.post(URL, form, headers=headers)


def _inputs(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page, re.DOTALL)
    return [(name, unescape(value)) for name, value in found]


def test_what_was_filled_in_is_kept_and_can_be_sent_as_it_was(browser: Client) -> None:
    response = _post(browser)
    page = response.content.decode()
    assert response.status_code == 403
    assert "Send this again?" in page
    assert "<strong>Ann</strong>" in page
    assert 'action="/verify-email/?next=%2F"' in page
    sent = _inputs(page)
    assert [each for each in sent if each[0] != "csrfmiddlewaretoken"] == [
        ("token", TEXT),
        ("also", "1"),
        ("also", "2"),
    ]
    again = browser.post(URL, dict(sent), headers=OURS)
    assert (again.status_code, b"This link does not work" in again.content) == (400, True), "it was read"


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "https://evil.example"}, {"origin": "null"}, {**OURS, "hx-request": "true"}],
    ids=str,
)
def test_what_no_form_of_a_page_of_ours_has_sent_is_not(browser: Client, headers: dict[str, str]) -> None:
    response = _post(browser, headers)
    assert (response.status_code, b"This form has expired" in response.content) == (403, True)
    assert b"bold" not in response.content


def test_no_password_is_written_into_a_page(browser: Client) -> None:
    response = _post(browser, password="A-l0ng-Passw0rd")
    assert (response.status_code, b"A-l0ng" in response.content) == (403, False)
