"""`messages/conversation/{user_id}`: what was said, in pages or next to a message; then it is read."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.messages.talkers import Talker
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message
from trellis.domain.messaging.services.sending import send_message

pytestmark = pytest.mark.django_db
# soosh-api.md, section 10.
PRINTED = {
    *("id", "sender_user_id", "recipient_user_id", "message_text", "ai_generated", "is_read", "created_at"),
}


def _texts(answer: Any) -> list[str]:
    return [each["message_text"] for each in answer["messages"]]


def test_it_is_as_printed_with_what_is_ours_beside(ann: Talker, bob: Talker) -> None:
    said = ann.say(bob, "Hi! Can we discuss design systems in our session?")
    answer = bob.heard(ann)
    assert answer["participant"]["id"] == ann.id
    assert answer["participant"]["full_name"] == "Ann Lee"
    (message,) = answer["messages"]
    assert {name: message[name] for name in PRINTED} == {
        "id": said["id"],
        "sender_user_id": ann.id,
        "recipient_user_id": bob.id,
        "message_text": "Hi! Can we discuss design systems in our session?",
        "ai_generated": False,
        "is_read": True,
        "created_at": said["created_at"],
    }
    assert message["created_at"].endswith("Z")
    assert {name: said for name, said in message.items() if name not in PRINTED} == {
        "conversation_id": answer["conversation_id"],
        "number": 1,
        "edited_at": None,
        "is_deleted": False,
        "attachments": [],
    }
    assert (answer["is_group"], answer["title"], answer["unread_count"]) == (False, "", 0)
    assert sorted(each["user"]["id"] for each in answer["members"]) == sorted([ann.id, bob.id])


def test_by_asking_for_it_one_has_read_all(ann: Talker, bob: Talker) -> None:
    for number in range(3):
        ann.say(bob, str(number))
    assert [each["is_read"] for each in ann.heard(bob)["messages"]] == [False] * 3
    assert bob.unread() == 3
    assert _texts(bob.heard(ann, "?limit=1&page=3")) == ["0"]
    assert bob.unread() == 0
    assert [each["is_read"] for each in ann.heard(bob)["messages"]] == [True] * 3


def test_with_whom_one_has_never_talked_there_is_nothing_yet(ann: Talker, bob: Talker) -> None:
    response = ann.answer("get", f"conversation/{bob.id}")
    answer = response.json()
    assert (answer["participant"]["full_name"], answer["messages"]) == ("Bob Lee", [])
    assert (answer["conversation_id"], response["X-Total-Count"]) == (None, "0")
    assert ann.conversations() == bob.conversations() == []


def test_of_nobody_a_closed_account_and_oneself_there_is_none(ann: Talker, bob: Talker) -> None:
    eve = Talker("eve")
    ann.say(eve, "Before")
    User.objects.filter(pk__in=[bob.user.pk, eve.user.pk]).update(is_active=False)
    for user_id in (uuid4(), bob.id, ann.id):
        refused(ann.answer("get", f"conversation/{user_id}"), 404, "USER_NOT_FOUND")
    assert _texts(ann.heard(eve)) == ["Before"]


class TestPages:
    @pytest.fixture
    def talk(self, ann: Talker, bob: Talker) -> list[str]:
        """Five messages of one and the same moment; their ids in the order of their numbers."""
        now = timezone.now()
        said = [send_message(sender=ann.user, recipient=bob.user, text=str(n), now=now) for n in range(1, 6)]
        return [str(each.pk) for each in said]

    def test_the_first_is_the_newest_and_the_newest_is_its_last(
        self, talk: list[str], ann: Talker, bob: Talker
    ) -> None:
        pages = [_texts(bob.heard(ann, f"?limit=2&page={page}")) for page in (1, 2, 3, 4)]
        assert pages == [["4", "5"], ["2", "3"], ["1"], []]
        response = bob.answer("get", f"conversation/{ann.id}?limit=2&page=2")
        assert [response[f"X-{name}"] for name in ("Total-Count", "Page", "Page-Size")] == ["5", "2", "2"]

    def test_each_is_found_once_whichever_way(self, talk: list[str], ann: Talker, bob: Talker) -> None:
        back = [_texts(bob.heard(ann, "?limit=2"))]
        for end in (talk[3], talk[1], talk[0]):
            back.append(_texts(bob.heard(ann, f"?limit=2&before={end}")))
        assert back == [["4", "5"], ["2", "3"], ["1"], []]
        onward = [_texts(bob.heard(ann, f"?limit=2&after={end}")) for end in (talk[0], talk[2], talk[4])]
        assert onward == [["2", "3"], ["4", "5"], []]
        assert bob.answer("get", f"conversation/{ann.id}?before={talk[3]}")["X-Total-Count"] == "3"

    def test_what_is_next_to_none_of_it_is_refused_by_name(
        self, talk: list[str], ann: Talker, bob: Talker
    ) -> None:
        elsewhere = Talker("eve").say(ann)["id"]
        for query in (
            *(f"before={elsewhere}", f"after={uuid4()}", "before=1", "after=%00", "limit=0", "page=x"),
            *(f"before={talk[0]}&after={talk[1]}", f"before={talk[0]}&page=1"),
        ):
            body = refused(bob.answer("get", f"conversation/{ann.id}?{query}"), 422, "VALIDATION_ERROR")
            assert body["details"].keys() == {query.partition("=")[0]}, query

    def test_a_part_takes_as_many_queries_however_long_it_is(
        self, ann: Talker, bob: Talker, django_assert_num_queries: Any
    ) -> None:
        ann.say(bob)
        bob.heard(ann)
        with django_assert_num_queries(12):
            bob.heard(ann)
        for _ in range(49):
            send_message(sender=ann.user, recipient=bob.user, text="Hi!", now=timezone.now())
        bob.heard(ann)
        with django_assert_num_queries(12):
            assert len(bob.heard(ann, "?limit=50")["messages"]) == 50


class TestReceipts:
    def test_who_lets_it_not_be_known_is_never_known_to_have_read_it(self, ann: Talker, bob: Talker) -> None:
        bob.ask("put", "settings", {"read_receipts": False})
        said = ann.say(bob, "Are you there?")
        bob.heard(ann)
        assert bob.unread() == 0
        assert _sees_read(ann, bob, said) == [False, False, False]
        bob.ask("put", "settings", {"read_receipts": True})
        bob.heard(ann)
        assert _sees_read(ann, bob, said) == [False, False, False]
        later = ann.say(bob, "Are you there now?")
        bob.heard(ann)
        assert _sees_read(ann, bob, later) == [True, True, True]

    def test_reading_up_to_a_message_leaves_the_rest(self, ann: Talker, bob: Talker) -> None:
        ids = [ann.say(bob, str(number))["id"] for number in range(3)]
        path = f"conversation/{ann.id}/read"
        assert bob.ask("post", path, {"message_id": ids[1]}) == {"unread_count": 1}
        assert bob.ask("post", path, {"message_id": ids[0]}) == {"unread_count": 1}
        assert [each["is_read"] for each in ann.heard(bob)["messages"]] == [True, True, False]
        assert bob.ask("post", path) == {"unread_count": 0}
        refused(bob.answer("post", path, {"message_id": str(uuid4())}), 404, "NOT_FOUND")
        refused(bob.answer("post", path, {"message_id": "x"}), 422, "VALIDATION_ERROR")
        refused(bob.answer("post", f"conversation/{Talker('eve').id}/read"), 404, "NOT_FOUND")


def _sees_read(ann: Talker, bob: Talker, said: Any) -> list[bool]:
    """Return what the writer sees in the thread, the list and the search."""
    (listed,) = ann.conversations()
    shown = next(each for each in ann.heard(bob)["messages"] if each["id"] == said["id"])
    found = ann.ask("get", "search?q=there")["messages"]
    searched = next(each for each in found if each["id"] == said["id"])
    assert listed["last_message"]["id"] == said["id"]
    return [shown["is_read"], listed["last_message"]["is_read"], searched["is_read"]]


def test_a_deleted_one_is_there_without_its_text(ann: Talker, bob: Talker) -> None:
    said = ann.say(bob, "SECRET")
    ann.ask("delete", said["id"], status=204)
    for reader, other in ((ann, bob), (bob, ann)):
        (shown,) = reader.heard(other)["messages"]
        assert (shown["message_text"], shown["is_deleted"]) == ("", True)
    assert Message.objects.get().text == "SECRET"
