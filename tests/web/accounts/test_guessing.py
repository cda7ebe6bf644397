"""Guessing passwords: counted wherever it is tried, and spent by nobody for somebody else."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from tests.codes import mailed_code
from tests.crowd import at_once
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import revoke_all
from trellis.web.accounts.known_browsers import COOKIE

PASSWORD = "correct horse battery"
HERE, ELSEWHERE = "10.0.0.1", "10.0.0.2"
Try = Callable[..., Any]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    """Limits are counted."""
    settings.TRELLIS_RATE_LIMITS = True


@pytest.fixture
def owner() -> User:
    """Somebody who may use the back office."""
    return User.objects.create_superuser("Owner@example.com", "owner", PASSWORD)


def by_page(email: str, password: str, *, client: Client | None = None, address: str = HERE) -> Any:
    given = {"email": email, "password": password}
    return (client or Client()).post("/sign-in/", given, REMOTE_ADDR=address)


def by_back_office(email: str, password: str, *, client: Client | None = None, address: str = HERE) -> Any:
    given = {"username": email, "password": password}
    return (client or Client()).post("/admin/login/", given, REMOTE_ADDR=address)


def by_api(email: str, password: str, *, client: Client | None = None, address: str = HERE) -> Any:
    given = {"email": email, "password": password}
    path = "/api/v1/auth/login"
    return (client or Client()).post(path, given, content_type="application/json", REMOTE_ADDR=address)


EVERYWHERE = [by_page, by_back_office, by_api]
PAGES = [by_page, by_back_office]


@pytest.mark.parametrize("attempt", EVERYWHERE)
def test_many_accounts_cannot_be_tried_from_one_address(attempt: Try) -> None:
    statuses = [attempt(f"{number}@example.com", "guess").status_code for number in range(40)]
    assert statuses[30:] == [429] * 10
    assert 429 not in statuses[:30]
    assert attempt("40@example.com", "guess", address=ELSEWHERE).status_code != 429


def test_all_ways_in_are_counted_together() -> None:
    for number in range(30):
        EVERYWHERE[number % 3](f"{number}@example.com", "guess")
    assert [attempt("x@example.com", "guess").status_code for attempt in EVERYWHERE] == [429] * 3


@pytest.mark.django_db(transaction=True)
def test_16_at_once_have_no_more_tries_than_one_after_the_other(owner: User) -> None:
    statuses = at_once(16, lambda _: by_api(owner.email, "guess").status_code)
    assert Counter(statuses) == {401: 10, 429: 6}


@pytest.mark.parametrize("attempt", EVERYWHERE)
def test_right_passwords_spend_nothing(owner: User, attempt: Try) -> None:
    statuses = {attempt(owner.email, PASSWORD).status_code for _ in range(35)}
    assert statuses <= {200, 302}


def test_an_account_is_one_in_every_spelling(owner: User) -> None:
    spellings = ["owner@example.com", "OWNER@EXAMPLE.COM", "Owner@Example.com"]
    for number in range(10):
        assert by_page(spellings[number % 3], "guess").status_code == 422
    assert by_page("oWnEr@example.com", PASSWORD).status_code == 429


def test_one_address_alone_cannot_spend_an_accounts_limit(owner: User, settings: Any) -> None:
    # As if an hour's worth of minutes passed: only the limits of an hour hold.
    hourly = {"sign_in": [(60, 3600)], "sign_in_from": [(300, 3600)]}
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, **hourly}
    statuses = [by_page(owner.email, "guess").status_code for _ in range(120)]
    assert Counter(statuses) == {422: 60, 429: 60}
    assert by_page(owner.email, PASSWORD, address=ELSEWHERE).status_code == 302


def _spend(owner: User) -> None:
    """Have strangers at many addresses spend what the account has in an hour."""
    statuses = [by_api(owner.email, "guess", address=f"10.9.0.{n // 9}").status_code for n in range(100)]
    assert statuses == [401] * 100
    assert by_api(owner.email, "guess", address="10.9.1.1").status_code == 429


@pytest.mark.parametrize("attempt", PAGES)
@pytest.mark.parametrize("first", PAGES)
def test_the_owner_gets_in_by_a_known_browser_whatever_strangers_do(
    owner: User, first: Try, attempt: Try
) -> None:
    browser = Client()
    assert first(owner.email, PASSWORD, client=browser).status_code == 302
    browser.post("/sign-out/")
    _spend(owner)
    # The same network address is spent as well.
    for number in range(31):
        by_page(f"{number}@example.com", "guess")
    assert attempt(owner.email, PASSWORD).status_code == 429
    assert attempt(owner.email, PASSWORD, client=browser).status_code == 302


def test_the_owner_gets_in_by_a_mailed_code_and_is_known_from_then_on(owner: User, settings: Any) -> None:
    settings.TRELLIS_OPEN_CONTRACT = False
    User.objects.update(email_verified_at=timezone.now())
    _spend(owner)
    browser, auth = Client(), "/community/mentorship/auth"
    browser.post(auth, {"email": owner.email})
    code = mailed_code(owner.email)
    assert browser.post(auth, {"email": owner.email, "code": code}).status_code == 302
    # The back office wants the password all the same, and takes it from this browser.
    assert browser.get("/admin/").status_code == 302
    assert by_back_office(owner.email, PASSWORD, client=browser).status_code == 302
    assert browser.get("/admin/").status_code == 200


def test_a_known_browser_may_ask_for_codes_when_strangers_have_asked_too_often(
    owner: User, settings: Any
) -> None:
    settings.TRELLIS_OPEN_CONTRACT = False
    browser, auth = Client(), "/community/mentorship/auth"
    by_page(owner.email, PASSWORD, client=browser)
    browser.post("/sign-out/")
    statuses = [Client().post(auth, {"email": owner.email}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    statuses = [browser.post(auth, {"email": owner.email}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_the_sign_in_page_leads_to_codes_by_mail() -> None:
    page = Client().get("/sign-in/?next=/jobs/").content.decode()
    assert 'href="/community/mentorship/auth?next=/jobs/"' in page


def test_a_known_browser_has_its_own_tries_and_no_more(owner: User) -> None:
    browser = Client()
    by_page(owner.email, PASSWORD, client=browser)
    statuses = [by_page(owner.email, "guess", client=browser).status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    # What is tried there is not counted against others.
    assert by_page(owner.email, PASSWORD).status_code == 302


def test_a_browser_is_known_for_those_accounts_alone_that_signed_in_there(owner: User) -> None:
    browser = Client()
    User.objects.create_user("eve", "eve@example.com", PASSWORD)
    assert by_page("eve@example.com", PASSWORD, client=browser).status_code == 302
    _spend(owner)
    assert by_page(owner.email, PASSWORD, client=browser).status_code == 429


@pytest.mark.parametrize("ending", ["revoked", "new password"])
def test_a_browser_is_known_no_more_once_sessions_end_or_the_password_changes(
    owner: User, ending: str
) -> None:
    browser = Client()
    by_page(owner.email, PASSWORD, client=browser)
    if ending == "revoked":
        revoke_all(user=owner, now=timezone.now())
    else:
        owner.set_password(PASSWORD)
        owner.save(update_fields=["password"])
    _spend(owner)
    assert by_page(owner.email, PASSWORD, client=browser).status_code == 429


def test_the_cookie_opens_nothing_and_scripts_do_not_see_it(owner: User, settings: Any) -> None:
    settings.IS_HTTPS = True
    browser = Client()
    by_page(owner.email, PASSWORD, client=browser)
    cookie = browser.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
    assert "example.com" not in cookie.value
    other = Client()
    other.cookies[COOKIE] = cookie.value
    assert other.get("/admin/").status_code == 302
    assert by_page(owner.email, "guess", client=other).status_code == 422


def test_six_accounts_in_one_browser_leave_the_five_that_came_last(owner: User) -> None:
    browser = Client()
    by_page(owner.email, PASSWORD, client=browser)
    for number in range(5):
        User.objects.create_user(f"user{number}", f"{number}@example.com", PASSWORD)
        by_page(f"{number}@example.com", PASSWORD, client=browser)
    assert len(browser.cookies[COOKIE].value) < 1000
    _spend(owner)
    assert by_page(owner.email, PASSWORD, client=browser).status_code == 429


@pytest.mark.parametrize(
    "content", [None, [], "x", {}, {"id": 1}, {"id": 1, "of": 1}, {"id": "\x00", "of": {}}]
)
def test_a_cookie_of_another_make_is_no_cookie(owner: User, content: Any) -> None:
    for value in (signing.dumps(content, salt="web.known-browser"), "x", "a:b:c", "\u00e9"):
        browser = Client()
        browser.cookies[COOKIE] = value
        assert by_page(owner.email, PASSWORD, client=browser).status_code == 302


def test_the_old_password_that_a_new_one_takes_is_counted_too(owner: User) -> None:
    client = Client()
    by_back_office(owner.email, PASSWORD, client=client)
    new = {"new_password1": "another horse battery", "new_password2": "another horse battery"}
    for _ in range(10):
        wrong = client.post("/admin/password_change/", {"old_password": "guess", **new}, REMOTE_ADDR=HERE)
        assert (wrong.status_code, set(wrong.context["form"].errors)) == (200, {"old_password"})
    refused = client.post("/admin/password_change/", {"old_password": PASSWORD, **new}, REMOTE_ADDR=HERE)
    assert (refused.status_code, "Retry-After" in refused) == (429, True)
    assert "Too many tries" in refused.content.decode()


def test_a_new_password_ends_all_sessions_but_the_one_that_set_it(owner: User) -> None:
    client, other = Client(), Client()
    for each in (client, other):
        by_back_office(owner.email, PASSWORD, client=each)
    new = {"new_password1": "another horse battery", "new_password2": "another horse battery"}
    assert client.post("/admin/password_change/", {"old_password": PASSWORD, **new}).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302
    assert by_back_office(owner.email, "another horse battery").status_code == 302


def test_a_name_that_no_row_can_hold_is_a_wrong_one(owner: User) -> None:
    for name in ("\x00", "a\x00@example.com", "\u2028"):
        assert by_back_office(name, PASSWORD).status_code == 200


@pytest.mark.parametrize("attempt", EVERYWHERE)
def test_a_429_tells_of_the_limit_that_refused(owner: User, attempt: Try) -> None:
    for _ in range(10):
        attempt(owner.email, "guess")
    refused = attempt(owner.email, PASSWORD)
    assert refused.status_code == 429
    wait = int(refused["Retry-After"])
    assert 1 <= wait <= 60
    assert refused["RateLimit-Policy"] == '"default";q=10;w=60'
    assert refused["RateLimit"] == f'"default";r=0;t={wait}'
    assert (refused["X-RateLimit-Limit"], refused["X-RateLimit-Remaining"]) == ("10", "0")
    assert re.fullmatch(r"\d{10}", refused["X-RateLimit-Reset"])


@pytest.mark.parametrize("attempt", EVERYWHERE)
def test_of_two_limits_that_refuse_the_longer_wait_is_told(owner: User, settings: Any, attempt: Try) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "sign_in": [(2, 60), (2, 3600)], "sign_in_of": [(1, 900)]}
    attempt(owner.email, "guess")
    attempt(owner.email, "guess")
    refused = attempt(owner.email, "guess")
    assert 900 >= int(refused["Retry-After"]) > 60
    assert refused["RateLimit-Policy"] == '"default";q=1;w=900'


@pytest.mark.parametrize("attempt", PAGES)
def test_pages_say_it_in_words(owner: User, attempt: Try) -> None:
    for _ in range(10):
        attempt(owner.email, "guess")
    assert "Too many tries. Try again in" in attempt(owner.email, PASSWORD).content.decode()
