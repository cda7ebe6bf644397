"""Posts, comments, reactions and what is done with them, over HTTP."""

from typing import Any
from uuid import uuid4

import pytest

from tests.apis.soosh.community.members import Neighbour
from tests.apis.soosh.conftest import refused
from trellis.apis.soosh.community.output import COMMENTS, POSTS, REPORTS
from trellis.core.http.idempotency import HEADER
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.community.models import Post, PostReport

pytestmark = pytest.mark.django_db
HOSTILE: list[Any] = [
    {},
    {"text": ""},
    {"text": "  "},
    {"text": None},
    {"text": "a\x00b"},
    {"text": "x" * 10_001},
    {"text": ["x"]},
    {"text": {"a": "x"}},
]


def _posts(person: Neighbour, group: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.ask("get", f"groups/{group}/posts")["posts"]
    return found


def test_a_post_is_written_read_commented_liked_changed_and_taken_back(
    ann: Neighbour, bob: Neighbour
) -> None:
    group = ann.found()
    bob.join(group)
    post = bob.write(group, "My first wireframe")
    (listed,) = _posts(ann, group)
    assert listed.keys() == {
        *("id", "group_id", "author", "text", "created_at", "edited_at", "is_pinned", "is_deleted"),
        *("is_removed", "removal_reason", "comment_count", "reaction_count", "reactions", "my_reaction"),
    }
    assert (listed["author"]["username"], listed["text"]) == ("bob", "My first wireframe")
    comment = ann.ask("post", f"posts/{post}/comments", {"text": "Nice"}, status=201)["comment"]
    assert (comment["post_id"], comment["text"]) == (post, "Nice")
    for _ in range(2):
        liked = ann.ask("put", f"posts/{post}/reaction", {"reaction": "love"})["post"]
    assert (liked["reactions"], liked["my_reaction"], liked["comment_count"]) == ({"love": 1}, "love", 1)
    assert bob.ask("get", f"posts/{post}")["post"]["my_reaction"] is None
    for _ in range(2):
        assert ann.ask("delete", f"posts/{post}/reaction")["post"]["reaction_count"] == 0
    liked = bob.ask("put", f"posts/{comment['id']}/reaction", {"reaction": "thanks"})["comment"]
    assert liked["reactions"] == {"thanks": 1}
    edited = bob.ask("put", f"posts/{post}", {"text": "My second"})["post"]
    assert (edited["text"], edited["edited_at"] is None) == ("My second", False)
    assert ann.ask("put", f"posts/{comment['id']}", {"text": "Nicer"})["comment"]["text"] == "Nicer"
    assert [each["text"] for each in bob.ask("get", f"posts/{post}/comments")["comments"]] == ["Nicer"]
    for method, body in (("put", {"text": "Mine"}), ("delete", None)):
        refused(ann.answer(method, f"posts/{post}", body), 403, "FORBIDDEN")
    for _ in range(2):
        bob.ask("delete", f"posts/{post}", status=204)
    (listed,) = _posts(ann, group)
    assert (listed["text"], listed["is_deleted"], listed["is_removed"]) == ("", True, False)
    refused(ann.answer("post", f"posts/{post}/comments", {"text": "?"}), 409, "CONFLICT")


def test_without_a_place_in_the_group_all_is_refused(ann: Neighbour, eve: Neighbour) -> None:
    group = ann.found()
    post = ann.write(group, "For us")
    for method, path, body in (
        ("get", f"groups/{group}/posts", None),
        ("post", f"groups/{group}/posts", {"text": "Hi"}),
        ("get", f"posts/{post}", None),
        ("put", f"posts/{post}", {"text": "Hi"}),
        ("delete", f"posts/{post}", None),
        ("get", f"posts/{post}/comments", None),
        ("post", f"posts/{post}/comments", {"text": "Hi"}),
        ("put", f"posts/{post}/reaction", {"reaction": "like"}),
        ("delete", f"posts/{post}/reaction", None),
        ("post", f"posts/{post}/remove", {}),
        ("put", f"posts/{post}/pin", None),
        ("delete", f"posts/{post}/pin", None),
        ("post", f"posts/{post}/reports", {"reason": "spam"}),
        ("delete", f"posts/{post}/reports", None),
        ("get", f"groups/{group}/reports", None),
    ):
        assert "For us" not in str(refused(eve.answer(method, path, body), 403, "FORBIDDEN"))
    for path in (f"groups/{uuid4()}/posts", f"posts/{uuid4()}"):
        refused(eve.answer("get", path), 404, "NOT_FOUND")
    assert len(_posts(ann, group)) == 1


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: str(body)[:20])
def test_what_is_no_text_is_refused_by_name(ann: Neighbour, body: Any) -> None:
    group = ann.found()
    post = ann.write(group)
    for method, path in (
        ("post", f"groups/{group}/posts"),
        ("post", f"posts/{post}/comments"),
        ("put", f"posts/{post}"),
    ):
        assert "text" in refused(ann.answer(method, path, body), 422, "VALIDATION_ERROR")["details"]
    assert Post.objects.count() == 1


def test_what_is_sent_again_with_its_key_is_written_once(ann: Neighbour) -> None:
    group = ann.found()
    key = {HEADER: "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    path = f"groups/{group}/posts"
    first, again = (ann.answer("post", path, {"text": "Once"}, **key) for _ in range(2))
    assert (first.status_code, first.content) == (201, again.content)
    assert Post.objects.count() == 1


def test_who_moderates_removes_pins_and_decides_on_reports(
    ann: Neighbour, bob: Neighbour, eve: Neighbour
) -> None:
    group = ann.found()
    for each in (bob, eve):
        each.join(group)
    post, other = bob.write(group, "Buy now"), bob.write(group, "Sorry")
    report = eve.ask("post", f"posts/{post}/reports", {"reason": "spam", "text": "Again"}, status=201)[
        "report"
    ]
    assert (report["post_id"], report["status"]) == (post, "open")
    refused(eve.answer("get", f"groups/{group}/reports"), 403, "FORBIDDEN")
    waiting = ann.ask("get", f"groups/{group}/reports")
    (one,) = waiting["reports"]
    assert (one["post_text"], one["author"]["username"], "eve" in str(waiting)) == ("Buy now", "bob", False)
    assert_renders_equal(REPORTS, PostReport.objects.values_list("pk", flat=True))
    removed = ann.ask("post", f"posts/{post}/remove", {"reason": "Advertising"})["post"]
    assert (removed["text"], removed["is_removed"], removed["removal_reason"]) == ("", True, "Advertising")
    assert ann.ask("get", f"groups/{group}/reports")["reports"] == []
    refused(bob.answer("put", f"posts/{post}", {"text": "Buy!"}), 409, "CONFLICT")
    refused(bob.answer("put", f"posts/{other}/pin"), 403, "FORBIDDEN")
    assert ann.ask("put", f"posts/{other}/pin")["post"]["is_pinned"] is True
    assert [each["id"] for each in _posts(eve, group)] == [other, post]
    assert ann.ask("delete", f"posts/{other}/pin")["post"]["is_pinned"] is False
    eve.ask("post", f"posts/{other}/reports", {"reason": "other"}, status=201)
    assert ann.ask("delete", f"posts/{other}/reports") == {"dismissed": 1}
    assert _posts(eve, group)[0]["text"] == "Sorry"


def test_lists_are_what_plain_drf_makes_and_take_as_many_queries_whatever_they_hold(
    ann: Neighbour, bob: Neighbour, django_assert_max_num_queries: Any
) -> None:
    group = ann.found()
    bob.join(group)
    for number in range(5):
        post = bob.write(group, f"{number}")
        comment = ann.ask("post", f"posts/{post}/comments", {"text": "Yes"}, status=201)["comment"]
        for each in (ann, bob):
            each.ask("put", f"posts/{post}/reaction", {"reaction": "like" if number % 2 else "love"})
    bob.ask("put", f"posts/{post}/reaction", {"reaction": "laugh"})
    ann.ask("post", f"posts/{post}/remove", {"reason": "Off topic"})
    ann.ask("delete", f"posts/{comment['id']}", status=204)
    for viewer in (ann.user.pk, bob.user.pk):
        keys = Post.objects.order_by("-pk").values_list("pk", flat=True)
        assert_renders_equal(POSTS, keys.filter(parent=None), viewer_id=viewer)
        assert_renders_equal(COMMENTS, keys.exclude(parent=None), viewer_id=viewer)
    with django_assert_max_num_queries(3):
        assert len(_posts(bob, group)) == 5
