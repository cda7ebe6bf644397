"""`community/groups`: as they are printed, and who is what in them."""

from typing import Any
from uuid import uuid4

import pytest

from tests.apis.soosh.community.members import Neighbour
from tests.apis.soosh.conftest import refused
from trellis.apis.soosh.community.output import BANS, GROUPS, MEMBERS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.catalog.models import Category
from trellis.domain.community.models import Ban, Group, Membership

pytestmark = pytest.mark.django_db
HOSTILE: tuple[Any, ...] = ("\x00", "x\x00y", "a" * 101, ["x"], {"a": 1}, True, "   ")


def _names(person: Neighbour, query: str = "") -> list[str]:
    return [each["name"] for each in person.ask("get", f"groups{query}")["groups"]]


def test_a_group_is_found_joined_and_left(ann: Neighbour, bob: Neighbour) -> None:
    group = ann.found("UI Design Enthusiasts", description="Screens that we like")
    (listed,) = bob.ask("get", "groups")["groups"]
    assert listed.keys() == {
        *("id", "name", "description", "member_count", "category", "is_member", "role", "created_at"),
    }
    assert (listed["id"], listed["member_count"], listed["is_member"], listed["role"]) == (
        group,
        1,
        False,
        None,
    )
    joined = bob.ask("post", f"groups/{group}/join", status=201)["group"]
    assert (joined["member_count"], joined["is_member"], joined["role"]) == (2, True, "member")
    assert bob.ask("post", f"groups/{group}/join")["group"] == joined
    members = bob.ask("get", f"groups/{group}/members")["members"]
    assert [(each["user"]["username"], each["role"]) for each in members] == [
        ("ann", "admin"),
        ("bob", "member"),
    ]
    left = ann.ask("post", f"groups/{group}/leave")["group"]
    assert (left["member_count"], left["is_member"]) == (1, False)
    assert bob.ask("get", f"groups/{group}")["group"]["role"] == "admin"
    refused(ann.answer("get", f"groups/{group}/members"), 403, "FORBIDDEN")
    bob.ask("post", f"groups/{group}/leave")
    refused(bob.answer("get", f"groups/{group}"), 404, "NOT_FOUND")
    assert _names(bob) == []


@pytest.mark.usefixtures("world")
def test_groups_are_listed_by_size_words_category_and_membership() -> None:
    ann = Neighbour("ann")
    Group.objects.all().update(closed_at="2030-01-01T00:00Z")
    arts = Category.objects.get(slug="creativity-arts")
    small, large = (
        ann.found("Łódź Letters", category="creativity-arts"),
        ann.found("Music", category=str(arts.public_id)),
    )
    other = Neighbour("bob")
    other.found("Cooking")
    other.join(large)
    assert _names(other) == ["Music", "Cooking", "Łódź Letters"]
    assert _names(other, "?q=lodz") == ["Łódź Letters"]
    assert _names(other, "?category=Creativity %26 Arts") == ["Music", "Łódź Letters"]
    assert _names(other, "?is_member=true") == ["Music", "Cooking"]
    assert _names(other, "?is_member=false") == ["Łódź Letters"]
    assert other.ask("get", f"groups/{small}")["group"]["category"] == "Creativity & Arts"
    page = other.answer("get", "groups?page=2&limit=2")
    assert [page[name] for name in ("X-Total-Count", "X-Page", "X-Page-Size")] == ["3", "2", "2"]
    assert len(page.json()["groups"]) == 1
    assert "category" in refused(other.answer("get", "groups?category=x"), 422, "VALIDATION_ERROR")["details"]


def test_it_is_changed_by_its_admin(ann: Neighbour, bob: Neighbour, eve: Neighbour) -> None:
    group = ann.found()
    bob.join(group)
    changed = ann.ask("put", f"groups/{group}", {"description": "Letters"})["group"]
    assert (changed["name"], changed["description"]) == ("Design", "Letters")
    for other in (bob, eve):
        refused(other.answer("put", f"groups/{group}", {"name": "Mine"}), 403, "FORBIDDEN")
    for name in HOSTILE:
        for method, path in (("put", f"groups/{group}"), ("post", "groups")):
            answer = ann.answer(method, path, {"name": name})
            assert "name" in refused(answer, 422, "VALIDATION_ERROR")["details"]
    assert ann.ask("get", f"groups/{group}")["group"]["name"] == "Design"


def test_roles_are_given_by_admins_and_the_last_admin_stays(
    ann: Neighbour, bob: Neighbour, eve: Neighbour
) -> None:
    group = ann.found()
    for each in (bob, eve):
        each.join(group)
    path = f"groups/{group}/members/"
    assert ann.ask("put", path + bob.id, {"role": "moderator"})["member"]["role"] == "moderator"
    refused(bob.answer("put", path + eve.id, {"role": "admin"}), 403, "FORBIDDEN")
    refused(ann.answer("put", path + ann.id, {"role": "member"}), 409, "CONFLICT")
    refused(ann.answer("put", path + ann.id, {"role": "king"}), 422, "VALIDATION_ERROR")
    refused(ann.answer("put", path + str(uuid4()), {"role": "member"}), 404, "USER_NOT_FOUND")
    refused(bob.answer("delete", path + ann.id), 403, "FORBIDDEN")
    bob.ask("delete", path + eve.id, status=204)
    refused(bob.answer("delete", path + eve.id), 404, "NOT_FOUND")
    bob.ask("delete", path + bob.id, status=204)
    assert ann.ask("get", f"groups/{group}")["group"]["member_count"] == 1


def test_who_is_banned_reads_nothing_by_any_address_and_does_not_come_again(
    ann: Neighbour, bob: Neighbour, eve: Neighbour
) -> None:
    group = ann.found()
    for each in (bob, eve):
        each.join(group)
    post = bob.write(group)
    ban = ann.ask("post", f"groups/{group}/bans", {"user_id": bob.id, "reason": "Spam"}, status=201)["ban"]
    assert (ban["user"]["username"], ban["reason"]) == ("bob", "Spam")
    for method, path in (
        ("post", f"groups/{group}/join"),
        ("get", f"groups/{group}"),
        ("get", f"groups/{group}/posts"),
        ("get", f"groups/{group}/members"),
        ("get", f"posts/{post}"),
        ("get", f"posts/{post}/comments"),
        ("post", f"groups/{group}/leave"),
        ("get", f"events?group_id={group}"),
    ):
        assert "Hello" not in str(refused(bob.answer(method, path), 403, "FORBIDDEN"))
    assert _names(bob) == []
    refused(eve.answer("get", f"groups/{group}/bans"), 403, "FORBIDDEN")
    assert len(ann.ask("get", f"groups/{group}/bans")["bans"]) == 1
    for _ in range(2):
        ann.ask("delete", f"groups/{group}/bans/{bob.id}", status=204)
    bob.join(group)
    refused(ann.answer("post", f"groups/{group}/bans", {"user_id": ann.id}), 422, "VALIDATION_ERROR")
    refused(ann.answer("post", f"groups/{group}/bans", {"user_id": str(uuid4())}), 404, "USER_NOT_FOUND")


def test_lists_are_what_plain_drf_makes_and_take_as_many_queries_whatever_they_hold(
    ann: Neighbour, bob: Neighbour, eve: Neighbour, django_assert_max_num_queries: Any
) -> None:
    for name in ("One", "Two", "Three"):
        bob.join(ann.found(name))
    ann.ask("post", f"groups/{ann.found('Four')}/bans", {"user_id": eve.id}, status=201)
    for viewer in (ann.user.pk, eve.user.pk):
        assert_renders_equal(GROUPS, Group.objects.values_list("pk", flat=True), viewer_id=viewer)
    assert_renders_equal(MEMBERS, Membership.objects.values_list("pk", flat=True))
    assert_renders_equal(BANS, Ban.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(2):
        assert len(_names(bob)) == 4
