"""People talk over the real server, from the first word to the last. Nothing is mocked."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.people import Browser, Person
from tests.journeys.test_guarding import YOUNG, accept
from tests.serving import Server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(server: Server) -> Iterator[tuple[Person, Person, Person]]:
    """Three who have an account."""
    made = tuple(Person(server, f"{name}@x.example") for name in ("ann", "bob", "eve"))
    ann, bob, eve = made
    for person, name in ((ann, "Ann Lee"), (bob, "Bob Ray"), (eve, "Eve Day")):
        person.register(name, name.split()[0].lower())
    yield ann, bob, eve
    for person in made:
        person.http.close()


def _id(person: Person) -> str:
    return str(person.get("users/me")["id"])


def _say(person: Person, to: str, text: str, *, status: int = 201) -> Any:
    body = {"recipient_user_id": to, "message_text": text}
    return person.post("messages/send", body, status=status).get("message")


def _unread(person: Person) -> list[int]:
    return [each["unread_count"] for each in person.get("messages/conversations")["conversations"]]


def _gone(person: Person, address: str) -> None:
    assert person.http.delete(f"/api/v1/{address}").status_code == 204


def test_two_talk_change_their_minds_and_part(people: tuple[Person, Person, Person]) -> None:
    ann, bob, eve = people
    ann_id, bob_id = _id(ann), _id(bob)
    first = _say(ann, bob_id, "Helo Bob")
    slip = _say(ann, bob_id, "This was for somebody else")
    assert (_unread(ann), _unread(bob)) == ([0], [2])
    assert bob.get("notifications")["notifications"][0]["action_url"] == f"soosh://messages/{ann_id}"
    ann.put(f"messages/{first['id']}", {"message_text": "Hello Bob"})
    _gone(ann, f"messages/{slip['id']}")
    heard = bob.get(f"messages/conversation/{ann_id}")["messages"]
    assert [each["message_text"] for each in heard] == ["Hello Bob", ""]
    assert _unread(bob) == [0]
    assert bob.get("notifications")["unread_count"] == 0
    assert ann.get(f"messages/conversation/{bob_id}")["messages"][0]["is_read"] is True
    eve.ask("GET", f"messages/conversations/{first['conversation_id']}", status=404)

    rude = _say(ann, bob_id, "Buy this, or else")
    bob.post(f"messages/{rude['id']}/report", {"reason": "scam"}, status=201)
    bob.post("messages/blocks", {"user_id": ann_id}, status=201)
    body = {"recipient_user_id": bob_id, "message_text": "Bob?"}
    assert ann.post("messages/send", body, status=403)["error"] == "FORBIDDEN"
    assert ann.get("notifications")["notifications"] == []
    _gone(bob, f"messages/blocks/{ann_id}")
    _say(ann, bob_id, "Sorry")
    assert _unread(bob) == [2]


def test_a_coach_selects_a_talent_and_they_talk(people: tuple[Person, Person, Person]) -> None:
    coach, talent, _ = people
    coach_key = coach.post("/mentor/onboarding/", {"bio": "Hello"}, status=201)["user"]["id"]
    talent_key = talent.post("/mentor/talents/onboarding/", {"bio": "Hello"}, status=201)["user"]["id"]
    picked = {"user_id": coach_key, "talent_id": talent_key}
    assert coach.post("/mentor/selected-talents/add/", picked, status=201)["can_chat"] is True
    (told,) = talent.get("notifications", type="selected")["notifications"]
    assert told["action_url"] == f"soosh://messages/{_id(coach)}"
    (room,) = talent.get("messages/conversations")["conversations"]
    assert (room["participant"]["full_name"], room["last_message"]) == ("Ann Lee", None)
    _say(talent, _id(coach), "When do we begin?")
    heard = coach.get(f"messages/conversation/{_id(talent)}")
    assert [each["message_text"] for each in heard["messages"]] == ["When do we begin?"]
    assert heard["conversation_id"] == room["conversation_id"]


def test_a_minor_talks_with_an_adult_once_a_guardian_takes_part(
    server: Server, people: tuple[Person, Person, Person]
) -> None:
    adult, minor, _ = people
    gil = Person(server, "gil@x.example")
    assert minor.put("users/me", {"birth_date": YOUNG})["birth_date"] == YOUNG
    body = {"recipient_user_id": _id(minor), "message_text": "Hello"}
    assert "guardian" in adult.post("messages/send", body, status=403)["message"]
    with Browser(server, minor.email) as browser:
        browser.send("/guardians/", email=gil.email)
    accept(server, gil, of="Bob Ray")
    adult.post("messages/send", body, status=201)
    (watched,) = gil.get("messages/conversations")["conversations"]
    assert (watched["participant"], watched["unread_count"]) == (None, 1)
    room = watched["conversation_id"]
    said = {"message_text": "I read along"}
    gil.post(f"messages/conversations/{room}/messages", said, status=201)
    heard = minor.get(f"messages/conversations/{room}")
    assert [each["message_text"] for each in heard["messages"]] == ["Hello", "I read along"]
    assert sorted(each["role"] for each in heard["members"]) == ["guardian", "member", "member"]
    gil.http.close()
