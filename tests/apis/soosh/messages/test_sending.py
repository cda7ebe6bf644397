"""`messages/send`, and changing what was sent: once however often it is asked for, and within 15 minutes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.messages.talkers import API, Talker
from tests.domain.guardians.world import minor_of
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message
from trellis.domain.messaging.rules.limits import LONGEST_MESSAGE
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db


def test_what_is_sent_is_answered_as_printed_with_the_whole_message(ann: Talker, bob: Talker) -> None:
    message = ann.say(bob, "Looking forward to our session!")
    assert message["is_delivered"] is True
    assert message["created_at"].endswith("Z")
    assert (
        message.items() >= {"sender_user_id": ann.id, "recipient_user_id": bob.id, "is_read": False}.items()
    )
    (shown,) = ann.heard(bob)["messages"]
    assert {**shown, "is_delivered": True} == message


def test_sent_again_with_its_key_it_is_one_message_and_one_notice(ann: Talker, bob: Talker) -> None:
    body, key = {"recipient_user_id": bob.id, "message_text": "Hi!"}, {"Idempotency-Key": "k-1"}
    first, second = (ann.answer("post", "send", body, **key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert len(bob.heard(ann)["messages"]) == 1
    assert Notification.objects.filter(recipient=bob.user).count() == 1
    other = {**body, "message_text": "Ho!"}
    refused(ann.answer("post", "send", other, **key), 422, "VALIDATION_ERROR")


def test_a_conversation_takes_what_is_said_by_its_id_too(ann: Talker, bob: Talker) -> None:
    room = ann.say(bob)["conversation_id"]
    sent = bob.ask("post", "send", {"conversation_id": room, "message_text": "Yes"}, status=201)
    assert sent["message"]["recipient_user_id"] == ann.id
    assert bob.say_in(room, "And yes")["number"] == 3


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"recipient_user_id": "x"}, "recipient_user_id"),
        ({"recipient_user_id": None}, "recipient_user_id"),
        ({"recipient_user_id": "9" * 10_000}, "recipient_user_id"),
        ({"recipient_user_id": -1}, "recipient_user_id"),
        ({"recipient_user_id": {}}, "recipient_user_id"),
        ({"conversation_id": str(uuid4())}, "recipient_user_id"),
        ({"message_text": ""}, "message_text"),
        ({"message_text": " \n "}, "message_text"),
        ({"message_text": None}, "message_text"),
        ({"message_text": "\x00"}, "message_text"),
        ({"message_text": ["Hi"]}, "message_text"),
        ({"message_text": "a" * (LONGEST_MESSAGE + 1)}, "message_text"),
        ({"attachment_ids": [str(uuid4())]}, "attachment_ids"),
        ({"attachment_ids": "x"}, "attachment_ids"),
        ({"attachment_ids": ["x"]}, "attachment_ids"),
        ({"attachment_ids": [str(uuid4()) for _ in range(11)]}, "attachment_ids"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_name_and_says_nothing(
    ann: Talker, bob: Talker, changes: dict[str, Any], named: str
) -> None:
    body = {"recipient_user_id": bob.id, "message_text": "Hi!", **changes}
    assert named in refused(ann.answer("post", "send", body), 422, "VALIDATION_ERROR")["details"]
    assert not Message.objects.exists()
    assert bob.conversations() == []


def test_half_a_letter_is_no_json(ann: Talker, bob: Talker) -> None:
    body = f'{{"recipient_user_id": "{bob.id}", "message_text": "\\ud800"}}'
    answer = ann.client.post(f"{API}/send", body, content_type="application/json")
    refused(answer, 400, "BAD_REQUEST")


def test_to_oneself_to_nobody_and_to_a_closed_account(ann: Talker, bob: Talker) -> None:
    def send(user_id: Any) -> Any:
        return ann.answer("post", "send", {"recipient_user_id": str(user_id), "message_text": "Hi!"})

    assert "recipient_user_id" in refused(send(ann.id), 422, "VALIDATION_ERROR")["details"]
    refused(send(uuid4()), 404, "USER_NOT_FOUND")
    User.objects.filter(pk=bob.user.pk).update(is_active=False)
    refused(send(bob.id), 404, "USER_NOT_FOUND")


def test_a_minor_whom_nobody_guards_is_not_written_to_by_adults(ann: Talker) -> None:
    nia = minor_of("nia")
    body = {"recipient_user_id": str(nia.public_id), "message_text": "Hi!"}
    assert "guardian" in refused(ann.answer("post", "send", body), 403, "FORBIDDEN")["message"]


def test_of_new_conversations_there_are_so_many_a_day(ann: Talker, bob: Talker, settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "conversation_opened": [(1, 86400)]}
    ann.say(bob, "One")
    body = {"recipient_user_id": Talker("eve").id, "message_text": "Hi!"}
    response = ann.answer("post", "send", body)
    refused(response, 429, "RATE_LIMIT_EXCEEDED")
    assert int(response["Retry-After"]) > 3600
    assert ann.say(bob, "Two")["number"] == 2


class TestChanging:
    def test_within_a_quarter_of_an_hour_its_writer_says_something_else(
        self, ann: Talker, bob: Talker
    ) -> None:
        said = ann.say(bob, "Helo")
        edited = ann.ask("put", said["id"], {"message_text": "Hello"})["message"]
        assert (edited["message_text"], edited["id"]) == ("Hello", said["id"])
        assert edited["edited_at"] is not None
        (shown,) = bob.heard(ann)["messages"]
        assert shown == {**edited, "is_read": True}

    def test_or_takes_it_back_once_or_twice(self, ann: Talker, bob: Talker) -> None:
        said = ann.say(bob, "Never mind")
        for _ in range(2):
            ann.ask("delete", said["id"], status=204)
        assert bob.unread() == 0
        assert bob.heard(ann)["messages"][0]["is_deleted"] is True
        refused(ann.answer("put", said["id"], {"message_text": "Hello"}), 409, "CONFLICT")

    def test_later_it_stands(self, ann: Talker, bob: Talker) -> None:
        said = ann.say(bob)
        Message.objects.update(created_at=timezone.now() - timedelta(minutes=15, seconds=1))
        refused(ann.answer("put", said["id"], {"message_text": "Hello"}), 409, "CONFLICT")
        refused(ann.answer("delete", said["id"]), 409, "CONFLICT")
        assert bob.heard(ann)["messages"][0]["message_text"] == "Hi!"

    def test_only_its_writer_may_and_strangers_find_none(self, ann: Talker, bob: Talker) -> None:
        said, eve = ann.say(bob), Talker("eve")
        for person, status, code in ((bob, 403, "FORBIDDEN"), (eve, 404, "NOT_FOUND")):
            refused(person.answer("put", said["id"], {"message_text": "Ho!"}), status, code)
            refused(person.answer("delete", said["id"]), status, code)

    @pytest.mark.parametrize("text", ["", None, "\x00", ["Hi"], {}, "a" * (LONGEST_MESSAGE + 1)])
    def test_it_cannot_say_what_no_message_can(self, ann: Talker, bob: Talker, text: Any) -> None:
        said = ann.say(bob)
        body = refused(ann.answer("put", said["id"], {"message_text": text}), 422, "VALIDATION_ERROR")
        assert body["details"].keys() == {"message_text"}


def test_what_is_muted_is_said_and_not_told(ann: Talker, bob: Talker) -> None:
    room = ann.say(bob)["conversation_id"]
    until = (timezone.now() + timedelta(hours=8)).isoformat()
    assert bob.ask("put", f"conversation/{ann.id}/mute", {"until": until})["muted_until"] is not None
    Notification.objects.all().delete()
    ann.say(bob)
    assert not Notification.objects.exists()
    assert bob.conversations()[0]["muted_until"] is not None
    assert bob.ask("put", f"conversations/{room}/mute", {"until": None}) == {"muted_until": None}
    ann.say(bob)
    assert Notification.objects.filter(recipient=bob.user).count() == 1
    for body in ({}, {"until": "soon"}, {"until": "9999-12-31T23:59:59Z"}):
        refused(bob.answer("put", f"conversation/{ann.id}/mute", body), 422, "VALIDATION_ERROR")


def test_what_others_may_see_is_changed_in_part(ann: Talker) -> None:
    assert ann.ask("get", "settings") == {"read_receipts": True, "show_presence": True}
    changed = {"read_receipts": True, "show_presence": False}
    assert ann.ask("put", "settings", {"show_presence": False}) == changed
    assert ann.ask("put", "settings", {}) == ann.ask("get", "settings") == changed
    refused(ann.answer("put", "settings", {"read_receipts": "perhaps"}), 422, "VALIDATION_ERROR")


def test_it_is_found_by_its_words_by_who_sees_it(ann: Talker, bob: Talker) -> None:
    said = ann.say(bob, "We talk about Überraschungen on Monday")
    gone = ann.say(bob, "Monday never comes")
    ann.ask("delete", gone["id"], status=204)
    for person in (ann, bob):
        response = person.answer("get", "search?q=monday uberrasch")
        assert [each["id"] for each in response.json()["messages"]] == [said["id"]]
        assert response["X-Total-Count"] == "1"
    assert Talker("eve").ask("get", "search?q=monday") == {"messages": []}
    for query in ("", "?q=", f"?q={'a' * 10_000}", "?q=%00", "?q=x&limit=0"):
        refused(ann.answer("get", f"search{query}"), 422, "VALIDATION_ERROR")
