"""`ai-agent/create` and `ai-agent/profile`: whom an agent is for, its settings, and what is no setting."""

from typing import Any
from uuid import UUID

import pytest

from tests.apis.conftest import client_of
from tests.apis.soosh.ai_agent.people import API, PRINTED, Person
from tests.apis.soosh.conftest import refused
from tests.domain.mentorship.world import person
from trellis.domain.assistant.models import Agent

pytestmark = pytest.mark.django_db
NOBODY = "6f1e9f5e-2d35-4b0f-9f5e-3f6a5a0c1d11"


def test_it_is_made_as_printed_and_once() -> None:
    robin = Person(settings=None)
    refused(robin.answer("get", "profile"), 404, "NOT_FOUND")
    refused(robin.answer("put", "profile", PRINTED), 404, "NOT_FOUND")
    made = robin.ask("post", "create", PRINTED, status=201)
    assert made.items() >= PRINTED.items()
    assert made["limits"] == {
        "acts_per_day": 20,
        "money_per_week": 300.0,
        "currency": "USD",
        "hours_per_week": 10,
        "people": None,
    }
    refused(robin.answer("post", "create", PRINTED), 409, "CONFLICT")
    assert robin.ask("get", "profile") == made


def test_without_a_word_it_may_do_nothing_by_itself() -> None:
    made = Person(settings={}).ask("get", "profile")
    assert made["agent_name"] == "Soosh Assistant"
    assert not any(made[name] for name in PRINTED if name.startswith("auto_"))


def test_the_agent_that_asks_for_a_profile_becomes_it() -> None:
    robin = Person(settings=None)
    started = robin.client.post("/api/v1/ai-profiling/start").json()
    refused(robin.answer("get", "profile"), 404, "NOT_FOUND")
    made = robin.ask("post", "create", {**PRINTED, "agent_name": "Nova"}, status=201)
    assert (made["id"], made["agent_name"]) == (started["ai_agent_id"], "Nova")
    assert robin.client.post("/api/v1/ai-profiling/start").json()["ai_agent_id"] == made["id"]


def test_what_is_sent_changes_and_the_rest_stays() -> None:
    robin, sarah = Person(), person("sarah")
    changes = {
        "agent_personality": {"tone": "formal"},
        "auto_respond_messages": False,
        "limits": {"money_per_week": 75.5, "currency": "eur", "people": [str(sarah.public_id)]},
    }
    changed = robin.ask("put", "profile", changes)
    assert changed["agent_personality"] == {"tone": "formal", "verbosity": "concise"}
    assert (changed["auto_schedule_enabled"], changed["auto_respond_messages"]) == (True, False)
    limits = {"money_per_week": 75.5, "currency": "EUR", "people": [str(sarah.public_id)]}
    assert changed["limits"].items() >= limits.items()
    again = robin.ask("put", "profile", {"limits": {"money_per_week": 10, "people": None}})
    assert again["limits"].items() >= {"money_per_week": 10.0, "currency": "EUR", "people": None}.items()
    assert robin.ask("put", "profile", {}) == again


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"agent_name": "a\x00b"}, "agent_name"),
        ({"agent_name": "a" * 101}, "agent_name"),
        ({"agent_name": ["Nova"]}, "agent_name"),
        ({"agent_personality": {"tone": "rude"}}, "agent_personality"),
        ({"agent_personality": "friendly"}, "agent_personality"),
        ({"language": "english"}, "language"),
        ({"language": "en_US"}, "language"),
        ({"voice_id": "../etc"}, "voice_id"),
        ({"auto_schedule_enabled": "yes"}, "auto_schedule_enabled"),
        ({"auto_manage_calendar": 1}, "auto_manage_calendar"),
        ({"limits": {"acts_per_day": -1}}, "limits"),
        ({"limits": {"hours_per_week": 169}}, "limits"),
        ({"limits": {"money_per_week": 10**9}}, "limits"),
        ({"limits": {"money_per_week": "0.001"}}, "limits"),
        ({"limits": {"money_per_week": "nan"}}, "limits"),
        ({"limits": {"currency": "EUR"}}, "limits"),
        ({"limits": {"money_per_week": 1, "currency": "XXZ"}}, "limits"),
        ({"limits": {"people": ["me"]}}, "limits"),
        ({"limits": {"people": [NOBODY]}}, "limits"),
        ({"limits": {"people": [NOBODY] * 201}}, "limits"),
    ],
    ids=str,
)
def test_what_is_no_setting_is_refused_by_its_name(body: dict[str, Any], field: str) -> None:
    robin = Person()
    before = Agent.objects.values().get()
    assert set(refused(robin.answer("put", "profile", body), 422, "VALIDATION_ERROR")["details"]) == {field}
    assert Agent.objects.values().get() == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "create"),
        ("get", "profile"),
        ("put", "profile"),
        ("post", "schedule-session"),
        ("post", "respond-message"),
        ("get", "actions-log"),
        ("get", "proposals"),
        ("post", f"proposals/{NOBODY}/approve"),
        ("post", f"proposals/{NOBODY}/decline"),
        ("post", f"actions/{NOBODY}/undo"),
    ],
)
def test_it_is_for_those_whom_it_is_for_and_waits_until_it_is_made(method: str, path: str) -> None:
    person("mel")
    wrong = {"nothing": "of this"}
    refused(getattr(client_of("mel"), method)(f"{API}/{path}", wrong, format="json"), 403, "FORBIDDEN")
    if path != "create":
        robin, body = Person(settings=None), {"mentor_id": NOBODY, "message_id": NOBODY, "fingerprint": "f"}
        refused(robin.answer(method, path, body), 404, "NOT_FOUND")


def test_its_id_stays() -> None:
    robin = Person()
    key = UUID(robin.ask("get", "profile")["id"])
    assert Agent.objects.get(user=robin.user).public_id == key
