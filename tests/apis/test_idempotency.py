"""Every POST that takes an `Idempotency-Key` is done once, however often it is sent."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import transaction
from rest_framework.test import APIClient

from tests.apis.casts import Cast
from tests.apis.conftest import SignIn
from tests.apis.talent_pool.test_onboarding import picture
from trellis.config.doors import ROUTED, Door
from trellis.config.permissions.matrix import Endpoint
from trellis.core.http.idempotency import HEADER, REPLAYED
from trellis.core.models import KeptAnswer
from trellis.domain.scouting.models import Judgement, Post

pytestmark = pytest.mark.usefixtures("world")
KEY = {HEADER: "8e03978e-40d5-43dd-bc93-6894a57f9324"}
OTHER_KEY = {HEADER: "b5f0"}
SELECT = "/mentor/selected-talents/add/"
PAIR = {"user_id": 123, "talent_id": 456}
# What no caller of the casts can do with what the casts send: below, where it is not like another.
UNTRIED = {
    "mansa": {
        "POST bookings/<booking_id>/add_feedback/",
        "POST mentors/<mentor_id>/upload_photo/",
    },
    # For accounts of another type than the cast has: tests/apis/soosh/ai_agent.
    "soosh": {
        "POST ai-agent/actions/<action_id>/undo",
        "POST ai-agent/create",
        "POST ai-agent/proposals/<proposal_id>/approve",
        "POST ai-agent/proposals/<proposal_id>/decline",
        "POST ai-agent/respond-message",
        "POST ai-agent/schedule-session",
        "POST ai-agent/voice-command",
    },
    "talent-engine": {"POST members/invitations/accept/"},
    "enabled-talent": {"POST /api/candidates/profiles/<slug>/parse-resume/"},
}


def _counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def _endpoints(cast: Cast) -> Iterator[Endpoint]:
    for endpoint in cast.matrix.endpoints():
        if hasattr(getattr(endpoint.view, endpoint.method.lower()), "is_idempotent"):
            yield endpoint


def _first_success(cast: Cast, endpoint: Endpoint) -> tuple[str, Any] | None:
    """Return who can do it, and what they were answered."""
    for caller in cast.matrix.callers:
        answer = cast.send(endpoint, caller, **KEY)
        if answer.status_code < 300:
            return caller, answer
    return None


def _faults(cast: Cast, endpoint: Endpoint) -> Iterator[str]:
    """Send it twice with one key; say what is wrong with the second answer. All is undone then."""
    with transaction.atomic():
        done = _first_success(cast, endpoint)
        if done is None:
            yield "nobody can do it"
        else:
            caller, first = done
            before = _counts()
            again = cast.send(endpoint, caller, **KEY)
            if (again.status_code, again.content) != (first.status_code, first.content):
                yield f"answers {again.status_code} {again.content[:200]!r} then"
            if (REPLAYED in first, again.get(REPLAYED)) != (False, "true"):
                yield "does not say that it was sent before"
            if before != _counts():
                yield "is done twice"
        transaction.set_rollback(True)


@pytest.mark.parametrize("door", [each for each in ROUTED if each.key != "soosh"], ids=lambda door: door.key)
def test_what_is_sent_again_is_answered_again_and_not_done_again(door: Door, signed_in: SignIn) -> None:
    cast: Cast = import_module(f"tests.apis.{door.package}.cast").cast(signed_in)
    faults = {endpoint.key: list(_faults(cast, endpoint)) for endpoint in _endpoints(cast)}
    assert faults
    untried = UNTRIED.get(door.key, set())
    assert {key for key, wrong in faults.items() if wrong == ["nobody can do it"]} == untried
    assert {key: wrong for key, wrong in faults.items() if wrong and key not in untried} == {}


def test_a_key_has_the_errors_of_its_door(signed_in: SignIn) -> None:
    talent = signed_in("jane_talent")
    posts = "/mentor/talents/me/posts/"
    talent.post(posts, {"content": "One"}, headers=KEY)
    other = talent.post(posts, {"content": "Two"}, headers=KEY)
    assert (other.status_code, list(other.json())) == (422, ["detail"])
    odd = talent.post(posts, {"content": "Two"}, headers={HEADER: "x" * 256})
    assert (odd.status_code, list(odd.json())) == (400, ["detail"])
    assert "Idempotency-Key" in odd.json()["detail"]


def test_without_a_key_it_is_done_as_often_as_it_is_sent(signed_in: SignIn) -> None:
    before = Post.objects.count()
    talent = signed_in("jane_talent")
    answers = [talent.post("/mentor/talents/me/posts/", {"content": "One"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Post.objects.count() == before + 2


def test_hours_that_are_sent_again_are_set_once(signed_in: SignIn) -> None:
    mentor, own = signed_in("sarahj"), "/api/v1/mentorship/availability/me/"
    slots = [{"day_of_week": 1, "start_time": "09:00", "end_time": "10:00"}]
    first, again = (mentor.post(own, {"slots": slots}, headers=KEY) for _ in range(2))
    assert (first.status_code, again.content, again[REPLAYED]) == (200, first.content, "true")


def test_a_picture_that_is_sent_again_is_stored_once(signed_in: SignIn, media_root: Path) -> None:
    talent = signed_in("jane_talent")

    def publish(word: str, kind: str = "JPEG") -> Any:
        body = {"caption": word, "image": picture(kind)}
        return talent.post("/mentor/talents/me/posts/", body, format="multipart", headers=KEY)

    first = publish("One")
    stored = set(media_root.rglob("*"))
    again = publish("One")
    assert (first.status_code, again.content, again[REPLAYED]) == (201, first.content, "true")
    assert set(media_root.rglob("*")) == stored
    assert [publish("Two").status_code, publish("One", "PNG").status_code] == [422, 422]


class TestTheOpenContract:
    def test_the_coach_whom_a_body_names_is_answered_again(self, api: APIClient) -> None:
        first, again = (api.post(SELECT, PAIR, headers=KEY) for _ in range(2))
        assert (first.status_code, again.status_code, again[REPLAYED]) == (201, 201, "true")
        assert again.json() == first.json()
        assert (KeptAnswer.objects.get().user_id, Judgement.objects.count()) == (123, 1)
        assert api.post(SELECT, PAIR, headers=OTHER_KEY).status_code == 400

    @pytest.mark.parametrize(
        "body", [{}, [], {"user_id": "x", "talent_id": 1}, {"user_id": 2**70}, {"user_id": None}]
    )
    def test_a_body_that_names_nobody_is_refused_as_without_a_key(self, api: APIClient, body: Any) -> None:
        with_key, without = api.post(SELECT, body, headers=KEY), api.post(SELECT, body)
        assert (with_key.status_code, with_key.json()) == (without.status_code, without.json())

    def test_an_id_that_no_account_can_have_is_refused_as_without_a_key(self, api: APIClient) -> None:
        body = {"user_id": 2**70, "talent_id": 456}
        assert api.post(SELECT, body, headers=KEY).json() == api.post(SELECT, body).json()

    def test_while_it_is_closed_a_service_is_answered_again(
        self, api: APIClient, settings: LazySettings
    ) -> None:
        settings.TRELLIS_OPEN_CONTRACT = False
        settings.TRELLIS_SERVICE_KEYS = ["service" * 8]
        service = {"X-Service-Key": "service" * 8, **KEY}
        first, again = (api.post(SELECT, PAIR, headers=service) for _ in range(2))
        assert (first.status_code, again.json(), again[REPLAYED]) == (201, first.json(), "true")
        assert api.post(SELECT, PAIR, headers=KEY).status_code == 401
