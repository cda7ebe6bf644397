"""What holds of every answer of this door: the envelope, and the limits that are told and kept."""

from typing import Any

import pytest
from rest_framework.exceptions import NotAcceptable
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from trellis.apis.soosh.base import SooshView
from trellis.core.http.bridge.asgi import OBJECTION
from trellis.core.http.bridge.bodies import TOO_LARGE
from trellis.core.http.errors import Conflict
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import UnknownAccount

API = "/api/v1"
ME = f"{API}/users/me"
pytestmark = pytest.mark.django_db


def _left(response: Any) -> tuple[int, int]:
    return int(response["X-RateLimit-Limit"]), int(response["X-RateLimit-Remaining"])


def test_every_answer_counts_and_tells_what_is_left_whoever_is_refused(
    api: APIClient, signed_in: SignIn, settings: Any
) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    User.objects.create_user("ann", "ann@example.com", "x")
    ann, forged = signed_in("ann"), APIClient()
    forged.credentials(HTTP_AUTHORIZATION="Bearer forged")
    answers = [
        api.get(ME),
        forged.get(ME),
        api.post(f"{API}/auth/login", {}),
        api.get(f"{API}/auth/login"),
        api.get(f"{API}/nothing-here"),
        api.get(f"{ME}/"),
        api.post(f"{API}/auth/login", **{OBJECTION: TOO_LARGE}),
    ]
    assert [each.status_code for each in answers] == [401, 401, 422, 405, 404, 404, 413]
    assert [_left(each) for each in answers] == [(60, 59 - number) for number in range(7)]
    assert [_left(ann.get(ME)), _left(ann.put(f"{API}/users/switch-mode", {}))] == [(60, 59), (60, 58)]


def test_who_has_no_token_is_one_too_many_like_anybody(api: APIClient, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "soosh": [(2, 60), (1000, 3600)]}
    for path in (ME, f"{API}/nothing"):
        assert api.get(path).status_code in (401, 404)
    for path in (ME, f"{API}/nothing"):
        response = api.get(path)
        refused(response, 429, "RATE_LIMIT_EXCEEDED")
        assert (_left(response), 1 <= int(response["Retry-After"]) <= 60) == ((2, 0), True)


def test_the_hours_limit_is_told_once_it_is_the_nearer_one(api: APIClient, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "soosh": [(60, 60), (2, 3600)]}
    assert [_left(api.get(ME)) for _ in range(2)] == [(2, 1), (2, 0)]
    assert int(api.get(ME)["Retry-After"]) > 60


def test_nothing_is_counted_or_told_while_limits_are_off(api: APIClient) -> None:
    assert "X-RateLimit-Limit" not in api.get(ME)


@pytest.mark.parametrize(
    ("raised", "status", "code", "details"),
    [
        (UnknownAccount(), 404, "USER_NOT_FOUND", {}),
        (NotAcceptable(), 406, "NOT_ACCEPTABLE", {}),
        (Conflict("Not now.", needs=["password"]), 409, "CONFLICT", {"needs": ["password"]}),
    ],
)
def test_what_is_refused_has_its_code(
    signed_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    raised: Exception,
    status: int,
    code: str,
    details: dict[str, Any],
) -> None:
    def refuse(*_: Any) -> None:
        raise raised

    User.objects.create_user("ann", "ann@example.com", "x")
    monkeypatch.setattr(SooshView, "check_permissions", refuse)
    assert refused(signed_in("ann").get(ME), status, code)["details"] == details


def test_a_key_that_comes_with_another_body_is_told_so(signed_in: SignIn) -> None:
    User.objects.create_user("ann", "ann@example.com", "x")
    client, key = signed_in("ann"), {"Idempotency-Key": "one"}
    address = f"{API}/users/upgrade-to-mentor"
    first, other = (
        client.post(address, {"user_type": kind}, headers=key) for kind in ("mid_level", "experienced")
    )
    assert first.status_code == 201
    assert "used for another request" in refused(other, 422, "VALIDATION_ERROR")["message"]
