"""`messages/conversations`: with whom one talks, what was said last, and how much of it is unread."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.messages.talkers import Talker
from tests.domain.guardians.world import guard, minor_of
from trellis.domain.accounts.models import User
from trellis.domain.messaging.services.rooms import open_private_room
from trellis.domain.messaging.services.sending import send_message

pytestmark = pytest.mark.django_db


def test_they_are_as_printed_the_one_last_spoken_in_first(ann: Talker, bob: Talker) -> None:
    eve = Talker("eve")
    said = bob.say(ann, "Looking forward to our session!")
    eve.say(ann, "Hello")
    hers, his = ann.conversations()
    assert hers["participant"]["full_name"] == "Eve Lee"
    assert his["participant"] == {
        "id": bob.id,
        "full_name": "Bob Lee",
        "username": "bob",
        "avatar_url": None,
        "user_type": "beginner",
    }
    assert his["last_message"] == {
        "id": said["id"],
        "sender_user_id": bob.id,
        "message_text": "Looking forward to our session!",
        "created_at": said["created_at"],
        "is_read": False,
    }
    assert (his["unread_count"], his["conversation_id"]) == (1, said["conversation_id"])
    assert (his["is_group"], his["title"], his["is_closed"], his["is_online"]) == (False, "", False, False)
    bob.say(ann, "And again")
    assert [each["participant"]["id"] for each in ann.conversations()] == [bob.id, eve.id]


def test_what_one_says_oneself_is_never_unread(ann: Talker, bob: Talker) -> None:
    for text in ("One", "Two", "Three"):
        ann.say(bob, text)
    assert (ann.unread(), bob.unread()) == (0, 3)
    bob.say(ann, "Yes?")
    assert (ann.unread(), bob.unread()) == (1, 3)
    bob.heard(ann)
    assert (ann.unread(), bob.unread()) == (1, 0)


def test_what_is_deleted_is_neither_last_nor_unread(ann: Talker, bob: Talker) -> None:
    ann.say(bob, "First")
    second = ann.say(bob, "Second")
    ann.ask("delete", second["id"], status=204)
    (shown,) = bob.conversations()
    assert (shown["last_message"]["message_text"], shown["unread_count"]) == ("First", 1)


def test_a_room_in_which_nobody_has_spoken_is_one(ann: Talker, bob: Talker) -> None:
    with transaction.atomic():
        room = open_private_room(one_id=ann.user.pk, other_id=bob.user.pk, now=timezone.now())
    for person in (ann, bob):
        (shown,) = person.conversations()
        assert (shown["last_message"], shown["unread_count"]) == (None, 0)
        assert shown["conversation_id"] == str(room.pk)


def test_pages_are_told_of_in_headers(ann: Talker) -> None:
    for name in ("bob", "eve", "tom"):
        Talker(name).say(ann)
    response = ann.answer("get", "conversations?limit=2&page=2")
    assert [response[f"X-{name}"] for name in ("Total-Count", "Page", "Page-Size")] == ["3", "2", "2"]
    assert [each["participant"]["username"] for each in response.json()["conversations"]] == ["bob"]
    assert ann.conversations("?page=9") == []
    for query in ("limit=101", "page=0", "limit=x"):
        refused(ann.answer("get", f"conversations?{query}"), 422, "VALIDATION_ERROR")


def test_however_many_there_are_it_takes_as_many_queries(
    ann: Talker, bob: Talker, django_assert_num_queries: Any
) -> None:
    bob.say(ann)
    ann.conversations()
    with django_assert_num_queries(8):
        ann.conversations()
    people = [User(username=f"u{n}", email=f"u{n}@example.com") for n in range(49)]
    for person in User.objects.bulk_create(people):
        send_message(sender=person, recipient=ann.user, text="Hi!", now=timezone.now())
    with django_assert_num_queries(8):
        assert len(ann.conversations("?limit=50")) == 50


def test_who_guards_a_minor_finds_their_conversation_by_its_people(ann: Talker) -> None:
    nia, gus = minor_of("nia"), Talker("gus")
    guard(nia, gus.user)
    made = ann.ask(
        "post", "send", {"recipient_user_id": str(nia.public_id), "message_text": "Hi!"}, status=201
    )
    (shown,) = gus.conversations()
    assert (shown["participant"], shown["unread_count"]) == (None, 1)
    assert shown["title"] in (f"Ann Lee and {nia.full_name}", f"{nia.full_name} and Ann Lee")
    history = gus.ask("get", f"conversations/{shown['conversation_id']}")
    assert [each["id"] for each in history["messages"]] == [made["message"]["id"]]
    assert {each["role"] for each in history["members"]} == {"member", "guardian"}
    said = gus.say_in(shown["conversation_id"], "I am here, too.")
    assert (said["sender_user_id"], said["recipient_user_id"]) == (gus.id, None)
    assert [each["message_text"] for each in ann.heard_in(shown["conversation_id"])] == [
        "Hi!",
        "I am here, too.",
    ]


def test_of_others_there_is_none(ann: Talker, bob: Talker) -> None:
    room, eve = ann.say(bob)["conversation_id"], Talker("eve")
    assert eve.conversations() == []
    for path in (f"conversations/{room}", f"conversations/{uuid4()}"):
        refused(eve.answer("get", path), 404, "NOT_FOUND")
    refused(eve.answer("post", f"conversations/{room}/messages", {"message_text": "Hi!"}), 404, "NOT_FOUND")
    for path in (f"conversations/{room}/read", f"conversations/{room}/typing"):
        refused(eve.answer("post", path), 404, "NOT_FOUND")
    refused(eve.answer("put", f"conversations/{room}/mute", {"until": None}), 404, "NOT_FOUND")
