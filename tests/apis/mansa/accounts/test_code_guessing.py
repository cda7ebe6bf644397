"""Codes by mail while a stranger guesses and asks: the owner gets in, the stranger does not."""

from collections import Counter
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.codes import mailed_code, other_than
from tests.crowd import at_once
from trellis.core.models import Mail
from trellis.domain.accounts.models import TokenFamily, User
from trellis.domain.directory.models import LoginCode

LOGIN = "/api/users/email-login/"
VERIFY = "/api/users/email-login/verify/"
OWNER = "mel@example.com"
HERE, ELSEWHERE = "10.0.0.1", "10.0.0.2"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def production(settings: Any, db: None) -> None:
    """The contract closed, limits counted, and an account whose address is proven."""
    settings.TRELLIS_OPEN_CONTRACT = False
    settings.TRELLIS_RATE_LIMITS = True
    User.objects.create_user("mel", OWNER)


def _ask(address: str = HERE, *, email: str = OWNER) -> Any:
    return APIClient().post(LOGIN, {"email": email}, REMOTE_ADDR=address)


def _try(code: str, address: str = HERE) -> Any:
    return APIClient().post(VERIFY, {"email": OWNER, "code": code}, REMOTE_ADDR=address)


def _guess(code: str, times: int, *addresses: str) -> Counter[int]:
    """Try wrong codes from these addresses in turn; return how often each status was answered."""
    each = addresses or (HERE,)
    return Counter(_try(other_than(code), each[n % len(each)]).status_code for n in range(times))


@pytest.mark.parametrize("owner", [HERE, ELSEWHERE])
def test_two_codes_asked_for_and_ten_wrong_tries_keep_no_owner_out(owner: str) -> None:
    for _ in range(2):
        assert _ask().status_code == 200
    code = mailed_code(OWNER)
    assert _guess(code, 10) == {400: 10}
    assert _try(code, owner).status_code == 200


@pytest.mark.parametrize("owner", [HERE, ELSEWHERE])
def test_after_60_wrong_tries_more_are_429_and_the_right_code_gets_in(owner: str) -> None:
    _ask()
    code = mailed_code(OWNER)
    assert _guess(code, 62) == {400: 60, 429: 2}
    refused = _try(other_than(code))
    assert refused["RateLimit-Policy"] == '"default";q=60;w=600'
    assert refused["RateLimit"] == f'"default";r=0;t={refused["Retry-After"]}'
    assert _try(code, owner).status_code == 200


@pytest.mark.parametrize("strangers", [(HERE,), (HERE, ELSEWHERE, "10.0.0.3")])
def test_after_150_wrong_tries_the_owner_asks_anew_and_gets_in(strangers: tuple[str, ...]) -> None:
    _ask()
    short = mailed_code(OWNER)
    _guess(short, 150, *strangers)
    refused = _try(short, "10.0.0.9")
    assert refused.status_code == 400
    assert "ask for a new one" in refused.json()["detail"]
    assert _ask(HERE).status_code == 200
    long = mailed_code(OWNER)
    assert len(long) == 9
    _guess(long, 30, *strangers)
    assert _try(long.lower().replace("-", " "), HERE).status_code == 200


def test_a_stranger_who_asks_20_times_neither_voids_the_owners_code_nor_spends_their_limit() -> None:
    _ask(ELSEWHERE)
    code = mailed_code(OWNER)
    answers = Counter(_ask(HERE).status_code for _ in range(20))
    assert answers == {200: 5, 429: 15}
    assert mailed_code(OWNER) == code
    assert Mail.objects.count() == 1, "one mail a minute is enough"
    assert _try(code, ELSEWHERE).status_code == 200
    assert _ask(ELSEWHERE).status_code == 200
    assert _try(mailed_code(OWNER), ELSEWHERE).status_code == 200


def test_strangers_everywhere_who_spend_the_inboxs_limit_leave_its_last_code_good() -> None:
    for number in range(30):
        assert _ask(f"10.1.0.{number}").status_code == 200
    code = mailed_code(OWNER)
    refused = _ask(ELSEWHERE)
    assert refused.status_code == 429
    assert refused["RateLimit-Policy"] == '"default";q=30;w=3600'
    assert _try(code, ELSEWHERE).status_code == 200


def test_the_last_code_is_prolonged_by_who_may_ask_for_no_other() -> None:
    for _ in range(5):
        _ask()
    code, before = mailed_code(OWNER), LoginCode.objects.get().expires_at
    assert _ask().status_code == 429
    assert LoginCode.objects.get().expires_at > before
    assert _try(code).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_16_who_guess_at_once_keep_no_owner_out_and_are_all_counted() -> None:
    _ask()
    code = mailed_code(OWNER)
    statuses = at_once(16, lambda n: _try(other_than(code), f"10.2.0.{n}").status_code)
    assert statuses == [400] * 16
    assert LoginCode.objects.get().tries == 16
    assert _try(code, HERE).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_16_who_guess_at_once_have_no_guess_more_than_allowed() -> None:
    _ask()
    code = mailed_code(OWNER)
    LoginCode.objects.update(tries=95)
    statuses = at_once(16, lambda n: _try(code if n % 2 else other_than(code), f"10.2.0.{n}").status_code)
    got_in = statuses.count(200)
    assert statuses.count(400) == 16 - got_in
    # A used code is tried no more: if the right one got in, then before the hundredth wrong one.
    assert (got_in, LoginCode.objects.get().tries < 100) in [(1, True), (0, False)]


@pytest.mark.django_db(transaction=True)
def test_one_right_code_used_by_16_at_once_signs_in_once() -> None:
    _ask()
    code = mailed_code(OWNER)
    statuses = at_once(16, lambda n: _try(code, f"10.2.0.{n}").status_code)
    assert Counter(statuses) == {200: 1, 400: 15}
    assert TokenFamily.objects.count() == 1
