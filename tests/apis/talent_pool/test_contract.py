"""Every request that talent-pool-api.md prints, sent to the demo world with the ids it prints."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.contracts import differences, printed
from trellis.domain.scouting.models import Judgement

pytestmark = pytest.mark.usefixtures("world")
POOL, SELECT, REJECT, SELECTED, REJECTED, SELECTED_BY = printed("talent_pool")


def _holds(response: Any, status: int, example: Any) -> None:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    answer = response.json()
    if isinstance(example, list):
        assert answer, "an empty list shows nothing"
    assert differences(answer, example) == []


def test_the_pool(signed_in: SignIn) -> None:
    response = signed_in("coach_mike").get(POOL["path"])
    _holds(response, 200, POOL["response"])
    by_name = {item["talent"]["user"]["username"]: item for item in response.json()}
    assert set(by_name) == {"john_talent", "jane_talent", "alex_talent"}
    # What is printed of John is what John is, but for his age, his sign-ins and where his files lie.
    john, example = by_name["john_talent"], POOL["response"][0]
    for user in (john["talent"]["user"], example["talent"]["user"]):
        for changing in ("age", "last_login", "avatar_url"):
            user.pop(changing)
    assert john == example


def test_selecting_and_rejecting_then_their_lists(api: APIClient) -> None:
    _holds(api.post(SELECT["path"], SELECT["request"]), 201, SELECT["response"])
    # The printed rejection answers with Alex (789), whoever the printed request names.
    _holds(api.post(REJECT["path"], {"user_id": 123, "talent_id": 789}), 201, REJECT["response"])
    _holds(api.get(SELECTED["path"]), 200, SELECTED["response"])
    _holds(api.get(REJECTED["path"]), 200, REJECTED["response"])
    path = SELECTED_BY["path"].replace("{user_id}", "456")
    _holds(api.get(path), 200, SELECTED_BY["response"])


def test_the_printed_rejection(api: APIClient) -> None:
    response = api.post(REJECT["path"], REJECT["request"])
    _holds(response, 201, REJECT["response"])
    assert (response.json()["mentor"], response.json()["talent"]) == (123, 456)


def test_the_pools_errors(api: APIClient, signed_in: SignIn) -> None:
    signed_out, not_a_mentor = POOL["errors"]
    _is(api.get(POOL["path"]), signed_out)
    _is(signed_in("john_talent").get(POOL["path"]), not_a_mentor)


@pytest.mark.parametrize("endpoint", [SELECT, REJECT], ids=["select", "reject"])
def test_the_errors_of_deciding(api: APIClient, endpoint: dict[str, Any]) -> None:
    missing, unknown, invalid = endpoint["errors"]
    for body in ({}, {"user_id": 123}, {"talent_id": 456}):
        _is(api.post(endpoint["path"], body), missing)
    for body in ({"user_id": 123, "talent_id": 124}, {"user_id": 10, "talent_id": 456}):
        _is(api.post(endpoint["path"], body), unknown)
    _is(api.post(endpoint["path"], {"user_id": None, "talent_id": ""}, format="json"), invalid)
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("endpoint", [SELECTED, REJECTED], ids=["selected", "rejected"])
def test_the_errors_of_the_lists(api: APIClient, endpoint: dict[str, Any]) -> None:
    missing, unknown = endpoint["errors"]
    path = endpoint["path"].partition("?")[0]
    _is(api.get(path), missing)
    _is(api.get(path, {"user_id": 456}), unknown)


def test_the_error_of_who_selected(api: APIClient) -> None:
    path = SELECTED_BY["path"].replace("{user_id}", "123")
    _is(api.get(path), SELECTED_BY["errors"][0])


def _is(response: Any, error: dict[str, Any]) -> None:
    assert (response.status_code, response.json()) == (error["status"], error["body"])
