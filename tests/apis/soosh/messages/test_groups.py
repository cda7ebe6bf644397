"""`messages/groups`: who is in one, who owns it, what they hear."""

from typing import Any
from uuid import uuid4

import pytest

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.messages.talkers import Talker
from trellis.domain.messaging.models import Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def eve(db: None) -> Talker:
    return Talker("eve")


def _group(owner: Talker, *people: Talker, title: str = "Design") -> str:
    body = {"title": title, "user_ids": [each.id for each in people]}
    group: dict[str, Any] = owner.ask("post", "groups", body, status=201)["group"]
    assert group.keys() == {"conversation_id", "title", "created_at", "is_closed"}
    return str(group["conversation_id"])


def _members(person: Talker, group: str) -> list[tuple[str, str]]:
    members = person.ask("get", f"groups/{group}/members")["members"]
    return [(each["user"]["username"], each["role"]) for each in members]


def test_all_hear_what_each_says_and_each_has_their_own_count(ann: Talker, bob: Talker, eve: Talker) -> None:
    group = _group(ann, bob, eve)
    said = bob.say_in(group, "Good morning")
    assert (said["sender_user_id"], said["recipient_user_id"]) == (bob.id, None)
    assert [person.unread() for person in (ann, bob, eve)] == [1, 0, 1]
    shown = eve.ask("get", f"conversations/{group}")
    assert (shown["title"], shown["is_group"], shown["participant"]) == ("Design", True, None)
    assert [each["user"]["username"] for each in shown["members"]] == ["ann", "bob", "eve"]
    assert [each["message_text"] for each in shown["messages"]] == ["Good morning"]
    assert [person.unread() for person in (ann, bob, eve)] == [1, 0, 0]
    (listed,) = ann.conversations()
    assert (listed["title"], listed["is_group"], listed["participant"]) == ("Design", True, None)
    assert ann.heard_in(group)[0]["is_read"] is True
    assert bob.heard_in(group)[0]["is_read"] is False


def test_its_owner_calls_it_adds_and_takes_out(ann: Talker, bob: Talker, eve: Talker) -> None:
    group = _group(ann, bob)
    assert ann.ask("put", f"groups/{group}", {"title": "Designers"})["group"]["title"] == "Designers"
    bob.say_in(group, "Before she came")
    path = f"groups/{group}/members"
    added = ann.ask("post", path, {"user_ids": [eve.id, bob.id]}, status=201)["added"]
    assert [each["username"] for each in added] == ["eve"]
    assert eve.heard_in(group) == []
    assert _members(eve, group) == [("ann", "owner"), ("bob", "member"), ("eve", "member")]
    for method, where, body in (
        ("put", f"groups/{group}", {"title": "Mine"}),
        ("post", path, {"user_ids": [eve.id]}),
        ("delete", f"{path}/{ann.id}", None),
    ):
        refused(bob.answer(method, where, body), 403, "FORBIDDEN")
    ann.ask("delete", f"{path}/{bob.id}", status=204)
    refused(ann.answer("delete", f"{path}/{bob.id}"), 404, "NOT_FOUND")
    refused(bob.answer("get", f"conversations/{group}"), 404, "NOT_FOUND")
    ann.ask("delete", f"{path}/{ann.id}", status=204)
    assert _members(eve, group) == [("eve", "owner")]


def test_who_has_blocked_somebody_hears_the_others_and_is_not_added_by_them(
    ann: Talker, bob: Talker, eve: Talker
) -> None:
    group = _group(eve, ann, bob)
    ann.ask("post", "blocks", {"user_id": bob.id}, status=201)
    bob.say_in(group, "Ann?")
    eve.say_in(group, "Hello")
    assert [each["message_text"] for each in ann.heard_in(group)] == ["Hello"]
    assert ann.ask("get", "search?q=ann")["messages"] == []
    body = {"title": "Only us", "user_ids": [ann.id]}
    refused(bob.answer("post", "groups", body), 403, "FORBIDDEN")
    assert Room.objects.filter(first=None).count() == 1


def test_what_is_none_is_refused(ann: Talker, bob: Talker, eve: Talker) -> None:
    for body, named in (
        ({"user_ids": [bob.id]}, "title"),
        ({"title": " ", "user_ids": [bob.id]}, "title"),
        ({"title": "a" * 101, "user_ids": [bob.id]}, "title"),
        ({"title": "a\nb", "user_ids": [bob.id]}, "title"),
        ({"title": "\x00", "user_ids": [bob.id]}, "title"),
        ({"title": "X", "user_ids": []}, "user_ids"),
        ({"title": "X", "user_ids": [ann.id]}, "user_ids"),
        ({"title": "X", "user_ids": ["x"]}, "user_ids"),
        ({"title": "X", "user_ids": bob.id}, "user_ids"),
    ):
        found = refused(ann.answer("post", "groups", body), 422, "VALIDATION_ERROR")
        assert found["details"].keys() == {named}, body
    nobody = {"title": "X", "user_ids": [str(uuid4())]}
    refused(ann.answer("post", "groups", nobody), 404, "USER_NOT_FOUND")
    group, private = _group(ann, bob), ann.say(bob)["conversation_id"]
    for method, path, sent in (
        ("get", "members", None),
        ("post", "members", {"user_ids": [eve.id]}),
        ("delete", f"members/{eve.id}", None),
    ):
        refused(eve.answer(method, f"groups/{group}/{path}", sent), 404, "NOT_FOUND")
        refused(ann.answer(method, f"groups/{private}/{path}", sent), 409, "CONFLICT")
    refused(ann.answer("put", f"groups/{private}", {"title": "X"}), 409, "CONFLICT")
