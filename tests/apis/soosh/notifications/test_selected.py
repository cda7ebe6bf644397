"""What the Talent Pool's document promises a talent: told of being selected or not, and a chat that is open."""

from typing import Any

import pytest

from tests.apis.conftest import SignIn
from tests.apis.soosh.notifications.told import API
from trellis.domain.accounts.models import User

pytestmark = pytest.mark.usefixtures("world")


def _judged(signed_in: SignIn, how: str) -> Any:
    picked = {"user_id": 123, "talent_id": 10}
    answer = signed_in("coach_mike").post(f"/mentor/{how}-talents/add/", picked)
    assert answer.status_code == 201, answer.content
    (told,) = signed_in("john_talent").get(API).json()["notifications"]
    return told


def test_who_is_selected_is_told_where_they_can_talk_and_does(signed_in: SignIn) -> None:
    coach, talent = User.objects.get(username="coach_mike"), User.objects.get(username="john_talent")
    told = _judged(signed_in, "selected")
    assert (told["type"], told["title"]) == ("selected", "Mike Johnson selected you")
    assert told["action_url"] == f"soosh://messages/{coach.public_id}"
    (listed,) = signed_in("john_talent").get("/api/v1/messages/conversations").json()["conversations"]
    assert (listed["participant"]["full_name"], listed["last_message"]) == ("Mike Johnson", None)
    body = {"conversation_id": listed["conversation_id"], "message_text": "When do we begin?"}
    assert signed_in("john_talent").post("/api/v1/messages/send", body).status_code == 201
    heard = signed_in("coach_mike").get(f"/api/v1/messages/conversation/{talent.public_id}").json()
    assert [each["message_text"] for each in heard["messages"]] == ["When do we begin?"]


def test_who_is_not_is_told_so_kindly_and_no_room_opens(signed_in: SignIn) -> None:
    told = _judged(signed_in, "rejected")
    assert (told["type"], told["title"]) == ("rejected", "Mike Johnson has looked at your profile")
    assert told["action_url"] == f"soosh://notifications/{told['id']}"
    assert signed_in("john_talent").get("/api/v1/messages/conversations").json() == {"conversations": []}
