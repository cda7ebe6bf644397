"""`notifications/settings`: as printed at first, and changed in part at every level."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from tests.apis.soosh.notifications.told import API, ann
from trellis.domain.accounts.models import User
from trellis.domain.notifications.rules.kinds import Kind

URL = f"{API}/settings"
pytestmark = pytest.mark.django_db
# soosh-api.md, section 9.
PRINTED = {
    "push_enabled": True,
    "email_enabled": True,
    "sms_enabled": False,
    "notification_types": {
        "session_reminder": True,
        "booking_confirmed": True,
        "payment_success": True,
        "message_received": True,
        "achievement_unlocked": True,
        "course_update": False,
    },
}


@pytest.fixture
def client(signed_in: SignIn) -> APIClient:
    ann()
    return signed_in("ann")


def _put(client: APIClient, **changes: Any) -> Any:
    response = client.put(URL, changes, format="json")
    assert response.status_code == 200, response.content
    assert client.get(URL).json() == response.json()
    return response.json()


def test_at_first_they_are_as_printed_with_every_kind_and_channel(client: APIClient) -> None:
    shown = client.get(URL).json()
    types = shown["notification_types"]
    assert {**shown, "notification_types": types | PRINTED["notification_types"]} == shown
    assert {name: shown[name] for name in PRINTED if name.endswith("enabled")} == {
        name: said for name, said in PRINTED.items() if name.endswith("enabled")
    }
    assert [name for name, is_on in types.items() if not is_on] == ["course_update"]
    assert types.keys() == shown["channels"].keys() == {kind.value for kind in Kind}
    assert shown["channels"]["payout"] == {"in_app": True, "email": True, "push": True, "sms": True}
    assert (shown["quiet_hours"], shown["digest"], shown["reminders_in_quiet_hours"]) == (None, None, True)


def test_what_is_printed_can_be_put_as_it_was_got(client: APIClient) -> None:
    shown = client.get(URL).json()
    assert _put(client, **PRINTED) == shown
    assert _put(client, **shown) == shown
    assert _put(client) == shown


def test_a_change_leaves_the_rest(client: APIClient) -> None:
    before = client.get(URL).json()
    assert _put(client, push_enabled=False) == {**before, "push_enabled": False}
    after = _put(client, notification_types={"course_update": True, "payout": False})
    assert after["notification_types"] == before["notification_types"] | {
        "course_update": True,
        "payout": False,
    }
    assert after["push_enabled"] is False
    assert set(after["channels"]["payout"].values()) == {False}
    after = _put(client, channels={"payout": {"push": True}})
    assert after["channels"]["payout"] == {"in_app": False, "email": False, "push": True, "sms": False}
    assert after["notification_types"]["payout"] is True


def test_channels_count_over_their_kind_in_one_request(client: APIClient) -> None:
    after = _put(client, notification_types={"payout": False}, channels={"payout": {"email": True}})
    assert after["channels"]["payout"] == {"in_app": False, "email": True, "push": False, "sms": False}


def test_quiet_hours_are_of_ones_own_clock_and_taken_back_with_null(client: APIClient) -> None:
    client.put("/api/v1/users/me", {"timezone": "Europe/Berlin"})
    after = _put(client, quiet_hours={"from": "22:00", "until": "07:00"}, reminders_in_quiet_hours=False)
    assert after["quiet_hours"] == {"from": "22:00", "until": "07:00", "timezone": "Europe/Berlin"}
    assert after["reminders_in_quiet_hours"] is False
    after = _put(client, quiet_hours={"from": "23:30"})
    assert after["quiet_hours"] == {"from": "23:30", "until": "07:00", "timezone": "Europe/Berlin"}
    assert _put(client, quiet_hours=None)["quiet_hours"] is None


def test_a_digest_has_an_hour_and_kinds(client: APIClient) -> None:
    after = _put(client, digest={"hour": 8, "kinds": ["payout", "course_update"]})
    assert after["digest"] == {"hour": 8, "kinds": ["course_update", "payout"]}
    assert _put(client, digest={"hour": 0})["digest"] == {"hour": 0, "kinds": ["course_update", "payout"]}
    assert _put(client, digest=None)["digest"] is None


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"notification_types": {"lost": True}}, ["notification_types", "lost"]),
        ({"notification_types": {"payout": "yes"}}, ["notification_types", "payout"]),
        ({"notification_types": {"\x00": True}}, ["notification_types", "\x00"]),
        ({"notification_types": [1]}, ["notification_types", "non_field_errors"]),
        ({"channels": {"lost": {}}}, ["channels", "lost"]),
        ({"channels": {"payout": {"fax": True}}}, ["channels", "payout", "fax"]),
        ({"channels": {"payout": {"push": 1}}}, ["channels", "payout", "push"]),
        ({"channels": {"payout": True}}, ["channels", "payout", "non_field_errors"]),
        ({"push_enabled": 2**63}, ["push_enabled"]),
        ({"quiet_hours": {"from": "24:00", "until": "07:00"}}, ["quiet_hours", "from"]),
        ({"quiet_hours": {"from": "22:00"}}, ["quiet_hours"]),
        ({"quiet_hours": {"from": "22:00", "until": "22:00"}}, ["quiet_hours"]),
        ({"notification_types": {"account_update": False}}, ["notification_types", "account_update"]),
        ({"channels": {"account_update": {"email": False}}}, ["channels", "account_update", "email"]),
        ({"quiet_hours": "at night"}, ["quiet_hours", "non_field_errors"]),
        ({"digest": {"hour": 24, "kinds": ["payout"]}}, ["digest", "hour"]),
        ({"digest": {"hour": 2**63}}, ["digest", "hour"]),
        ({"digest": {"hour": 8, "kinds": ["lost"]}}, ["digest", "kinds"]),
        ({"digest": {"kinds": ["payout"]}}, ["digest", "hour"]),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_changes_nothing(
    client: APIClient, body: dict[str, Any], named: list[str]
) -> None:
    before = client.get(URL).json()
    response = client.put(URL, {**body, "sms_enabled": True}, format="json")
    detail: Any = refused(response, 422, "VALIDATION_ERROR")["details"]
    for name in named:
        assert name in detail, detail
        detail = detail[name]
    assert client.get(URL).json() == before


def test_they_are_ones_own(client: APIClient, signed_in: SignIn) -> None:
    User.objects.create_user("bob", "bob@example.com", "x")
    _put(client, email_enabled=False)
    assert signed_in("bob").get(URL).json()["email_enabled"] is True
