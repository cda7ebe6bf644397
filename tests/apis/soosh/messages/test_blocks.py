"""`messages/blocks`: hearing nothing of somebody, in silence; and telling staff of a message."""

from typing import Any
from uuid import uuid4

import pytest

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.messages.talkers import Talker
from trellis.apis.soosh.messages.blocks import BLOCKS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.messaging.models import Block, Report
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db


def test_whom_one_has_blocked_one_does_not_hear_from_nor_writes_to(ann: Talker, bob: Talker) -> None:
    room = ann.say(bob)["conversation_id"]
    Notification.objects.all().delete()
    made = ann.ask("post", "blocks", {"user_id": bob.id}, status=201)["block"]
    assert made["user"]["id"] == bob.id
    sentences = set()
    for person, other in ((ann, bob), (bob, ann)):
        body = {"recipient_user_id": other.id, "message_text": "Hi!"}
        sentences.add(refused(person.answer("post", "send", body), 403, "FORBIDDEN")["message"])
        answer = person.answer("post", f"conversations/{room}/messages", {"message_text": "Hi!"})
        sentences.add(refused(answer, 403, "FORBIDDEN")["message"])
    assert len(sentences) == 1
    assert not Notification.objects.exists()
    assert ann.ask("get", "blocks") == {"blocks": [made]}
    assert bob.ask("get", "blocks") == {"blocks": []}
    assert_renders_equal(BLOCKS, [Block.objects.get().pk])


def test_said_again_and_taken_back_it_is_as_good(ann: Talker, bob: Talker) -> None:
    first, second = (ann.ask("post", "blocks", {"user_id": bob.id}, status=201) for _ in range(2))
    assert first == second
    # The other's own block, which there is not, is another.
    bob.ask("delete", f"blocks/{ann.id}", status=204)
    refused(ann.answer("post", "send", {"recipient_user_id": bob.id, "message_text": "?"}), 403, "FORBIDDEN")
    for _ in range(2):
        ann.ask("delete", f"blocks/{bob.id}", status=204)
    bob.say(ann, "There you are")


def test_nobody_and_oneself_are_not_blocked(ann: Talker) -> None:
    refused(ann.answer("post", "blocks", {"user_id": str(uuid4())}), 404, "USER_NOT_FOUND")
    refused(ann.answer("delete", f"blocks/{uuid4()}"), 404, "USER_NOT_FOUND")
    for user_id in (ann.id, "x", None, -1):
        body = refused(ann.answer("post", "blocks", {"user_id": user_id}), 422, "VALIDATION_ERROR")
        assert body["details"].keys() == {"user_id"}


def test_they_are_in_pages_which_take_as_many_queries(ann: Talker, django_assert_num_queries: Any) -> None:
    def block(name: str) -> None:
        ann.ask("post", "blocks", {"user_id": Talker(name).id}, status=201)

    block("eve")
    ann.ask("get", "blocks")
    with django_assert_num_queries(4):
        ann.ask("get", "blocks")
    block("tom")
    block("zoe")
    with django_assert_num_queries(4):
        response = ann.answer("get", "blocks?limit=2&page=2")
    assert [each["user"]["username"] for each in response.json()["blocks"]] == ["eve"]
    assert response["X-Total-Count"] == "3"
    refused(ann.answer("get", "blocks?limit=0"), 422, "VALIDATION_ERROR")


class TestReports:
    def test_staff_are_told_once_and_the_writer_not(self, ann: Talker, bob: Talker) -> None:
        said = ann.say(bob, "Buy this!")
        Notification.objects.all().delete()
        for _ in range(2):
            body = {"reason": "spam", "text": "Again and again"}
            report = bob.ask("post", f"{said['id']}/report", body, status=201)["report"]
            assert report.items() >= {"message_id": said["id"], "status": "open", **body}.items()
        assert Report.objects.count() == 1
        assert not Notification.objects.filter(recipient=ann.user).exists()

    def test_one_reports_what_others_say_where_one_is(self, ann: Talker, bob: Talker) -> None:
        said = ann.say(bob)
        path = f"{said['id']}/report"
        refused(Talker("eve").answer("post", path, {"reason": "spam"}), 404, "NOT_FOUND")
        refused(bob.answer("post", f"{uuid4()}/report", {"reason": "spam"}), 404, "NOT_FOUND")
        refused(ann.answer("post", path, {"reason": "spam"}), 422, "VALIDATION_ERROR")
        for body, named in (
            ({}, "reason"),
            ({"reason": "dislike"}, "reason"),
            ({"reason": "spam", "text": "\x00"}, "text"),
            ({"reason": "spam", "text": "a" * 10_000}, "text"),
        ):
            found = refused(bob.answer("post", path, body), 422, "VALIDATION_ERROR")
            assert found["details"].keys() == {named}
        assert not Report.objects.exists()
