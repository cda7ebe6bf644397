"""The page of what is to be paid: for whom it is alone, in the money that it is in."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.domain.learning.factory import opportunity, person
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.services.enrolling import enroll

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return person()


@pytest.fixture
def browser(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def _page_of(ann: User, **said: Any) -> str:
    row = opportunity(**said)
    made, _ = enroll(user=ann, opportunity_id=row.public_id, now=timezone.now())
    return f"/pay/{made.public_id}"


def _words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (4999, "USD", "49.99 USD"),
        (9000, "JPY", "9,000 JPY"),
        (18600, "KWD", "18.600 KWD"),
        (50, "EUR", "0.50 EUR"),
    ],
)
def test_it_tells_the_price_and_that_paying_is_not_open(
    browser: Client, ann: User, minor: int, currency: str, shown: str
) -> None:
    page = browser.get(_page_of(ann, title="<b>Knots</b>", price_minor=minor, currency=currency))
    assert page.status_code == 200
    assert shown in _words(page)
    assert "Paying is not open yet" in _words(page)
    assert b"&lt;b&gt;Knots" in page.content
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "no-store" in page["Cache-Control"]


def test_where_nothing_is_owed_it_says_so(browser: Client, ann: User) -> None:
    assert "There is nothing to pay" in _words(browser.get(_page_of(ann)))
    paid = _page_of(ann, price_minor=100)
    Enrollment.objects.update(paid_at=timezone.now())
    assert "There is nothing to pay" in _words(browser.get(paid))


def test_anothers_is_not_there(browser: Client) -> None:
    page = browser.get(_page_of(person(), title="Secret knots", price_minor=100))
    assert page.status_code == 404
    assert b"Secret knots" not in page.content
    assert browser.get("/pay/5f1d7c2e-0b0a-4c57-9d7e-2f6a1c3b4d5e").status_code == 404


def test_who_is_not_signed_in_is_asked_to(client: Client, ann: User) -> None:
    page = _page_of(ann, price_minor=100)
    assert client.get(page)["Location"] == f"/sign-in/?next={page}"
    assert client.post(page).status_code == 405
