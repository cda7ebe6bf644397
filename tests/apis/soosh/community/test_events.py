"""`community/events`, over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.apis.soosh.community.members import Neighbour
from tests.apis.soosh.conftest import refused
from trellis.apis.soosh.community.events.output import ATTENDEES, EVENTS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.community.models import Attendance, Gathering

pytestmark = pytest.mark.django_db
WINTER = f"{timezone.now().year + 1}-12-01"


def _plan(group: str, days: int = 7, **more: Any) -> dict[str, Any]:
    day = (timezone.now() + timedelta(days=days)).date()
    times = {"starts_at": f"{day}T18:00", "ends_at": f"{day}T19:30", "timezone": "Europe/Vienna"}
    return {"group_id": group, "title": "Critique evening", **times, **more}


def _made(person: Neighbour, group: str, days: int = 7, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = person.ask("post", "events", _plan(group, days, **more), status=201)["event"]
    return made


def _titles(person: Neighbour, query: str = "") -> list[str]:
    return [each["title"] for each in person.ask("get", f"events{query}")["events"]]


def test_an_event_is_made_come_to_and_called_off(ann: Neighbour, bob: Neighbour) -> None:
    group = ann.found()
    bob.join(group)
    made = _made(ann, group, capacity=1, online_link="https://meet.example/x", description="Bring one screen")
    assert made.keys() == {
        *("id", "group_id", "group_name", "title", "description", "place", "online_link", "starts_at"),
        *("ends_at", "timezone", "is_all_day", "recurrence", "next_starts_at", "status", "capacity"),
        *("attending_count", "waiting_count", "my_status", "my_waiting_place"),
    }
    assert made["next_starts_at"] == made["starts_at"]
    path = f"events/{made['id']}"
    shown = bob.ask("get", path)["event"]
    assert (shown["online_link"], shown["my_status"]) == (None, None)
    for _ in range(2):
        come = bob.ask("put", f"{path}/attendance")["event"]
    assert (come["my_status"], come["attending_count"], come["online_link"]) == (
        "attending",
        1,
        "https://meet.example/x",
    )
    waiting = ann.ask("put", f"{path}/attendance")["event"]
    assert (waiting["my_status"], waiting["my_waiting_place"], waiting["waiting_count"]) == ("waiting", 1, 1)
    for _ in range(2):
        assert bob.ask("delete", f"{path}/attendance")["event"]["my_status"] is None
    people = ann.ask("get", f"{path}/attendees")["attendees"]
    assert [(each["user"]["username"], each["status"]) for each in people] == [("ann", "attending")]
    refused(bob.answer("get", f"{path}/attendees"), 403, "FORBIDDEN")
    refused(bob.answer("post", f"{path}/cancel"), 403, "FORBIDDEN")
    for _ in range(2):
        assert ann.ask("post", f"{path}/cancel")["event"]["status"] == "cancelled"
    refused(bob.answer("put", f"{path}/attendance"), 409, "CONFLICT")
    assert _titles(bob) == []


def test_times_without_an_offset_are_those_of_the_zone(ann: Neighbour) -> None:
    group = ann.found()
    naive = _made(ann, group, starts_at=f"{WINTER}T18:00", ends_at=f"{WINTER}T19:00")
    assert (naive["starts_at"], naive["ends_at"]) == (f"{WINTER}T17:00:00Z", f"{WINTER}T18:00:00Z")
    told = _made(ann, group, starts_at=f"{WINTER}T18:00Z", ends_at=f"{WINTER}T19:00+00:00")
    assert told["starts_at"] == f"{WINTER}T18:00:00Z"


def test_one_that_happens_again_is_in_the_file_with_its_rule(ann: Neighbour) -> None:
    group = ann.found()
    made = _made(ann, group, recurrence={"frequency": "weekly", "count": 3})
    assert made["recurrence"] == {"count": 3, "until": None, "interval": 1, "frequency": "weekly"}
    response = ann.answer("get", f"events/{made['id']}/calendar.ics")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    assert "BEGIN:VTIMEZONE" in text
    assert "RRULE:FREQ=WEEKLY;COUNT=3;INTERVAL=1" in text
    once = ann.ask("put", f"events/{made['id']}", {"recurrence": None, "is_all_day": True})["event"]
    assert (once["recurrence"], once["is_all_day"]) == (None, True)
    assert "DTSTART;VALUE=DATE" in ann.answer("get", f"events/{made['id']}/calendar.ics").content.decode()


def test_events_are_listed_as_they_come_and_narrowed(ann: Neighbour, bob: Neighbour) -> None:
    group, other = ann.found(), ann.found("Other")
    bob.join(group)
    _made(ann, group, 9, title="Later")
    soon = _made(ann, other, 3, title="Soon")
    weekly = _made(ann, group, 2, title="Weekly", recurrence={"frequency": "weekly", "count": 5})
    assert _titles(bob) == ["Weekly", "Soon", "Later"]
    assert _titles(bob, f"?group_id={group}") == ["Weekly", "Later"]
    assert _titles(bob, "?q=soo") == ["Soon"]
    bob.ask("put", f"events/{weekly['id']}/attendance")
    assert _titles(bob, "?is_attending=true") == ["Weekly"]
    assert _titles(bob, "?when=past") == []
    last = (timezone.now() + timedelta(days=4)).isoformat().replace("+", "%2B")
    assert _titles(bob, f"?until={last}") == ["Weekly", "Soon"]
    assert _titles(bob, f"?since={last}") == ["Weekly", "Later"]
    past = {"starts_at": "2020-01-01T00:00Z", "ends_at": "2020-01-02T00:00Z", "over_at": "2020-01-02T00:00Z"}
    Gathering.objects.filter(public_id=soon["id"]).update(**past)
    assert _titles(bob, "?when=past") == ["Soon"]
    refused(bob.answer("put", f"events/{soon['id']}/attendance"), 403, "FORBIDDEN")
    page = bob.answer("get", "events?limit=1&page=2")
    assert (page["X-Total-Count"], [each["title"] for each in page.json()["events"]]) == ("2", ["Later"])


def test_an_event_of_the_house_is_there_for_who_is_banned_from_a_group(
    ann: Neighbour, bob: Neighbour
) -> None:
    group = ann.found()
    bob.join(group)
    _made(ann, group, title="Of the group")
    house = _made(ann, group, title="Of the house")["id"]
    Gathering.objects.filter(public_id=house).update(group=None)
    assert _titles(bob) == ["Of the group", "Of the house"]
    ann.ask("post", f"groups/{group}/bans", {"user_id": bob.id}, status=201)
    assert _titles(bob) == ["Of the house"]
    assert _titles(bob, "?q=of") == ["Of the house"]


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "no title": ("title", {"title": ""}),
    "no such zone": ("timezone", {"timezone": "Mars/Olympus"}),
    "no moment": ("starts_at", {"starts_at": "soon"}),
    "no text": ("starts_at", {"starts_at": ["2027-01-01T00:00"]}),
    "a day that is none": ("starts_at", {"starts_at": "2027-02-30T18:00"}),
    "long ago": ("starts_at", {"starts_at": "1999-01-01T00:00Z"}),
    "over": ("starts_at", {"starts_at": "2020-01-01T00:00Z", "ends_at": "2020-01-01T01:00Z"}),
    "no length": ("ends_at", {"starts_at": f"{WINTER}T18:00", "ends_at": f"{WINTER}T18:00"}),
    "backwards": ("ends_at", {"starts_at": f"{WINTER}T18:00", "ends_at": f"{WINTER}T17:00"}),
    "for ever": ("recurrence", {"recurrence": {"frequency": "weekly"}}),
    "both ends": ("recurrence", {"recurrence": {"frequency": "weekly", "count": 2, "until": "2030-01-01"}}),
    "too often": ("recurrence", {"recurrence": {"frequency": "weekly", "count": 105}}),
    "daily": ("recurrence", {"recurrence": {"frequency": "daily", "count": 2}}),
    "no room": ("capacity", {"capacity": 0}),
    "a link that runs": ("online_link", {"online_link": "javascript:alert(1)"}),
    "no link": ("online_link", {"online_link": "x\x00"}),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_no_event_can_be_is_refused_by_name(ann: Neighbour, kind: str) -> None:
    group = ann.found()
    field, more = WRONG[kind]
    answer = ann.answer("post", "events", _plan(group, **more))
    assert field in refused(answer, 422, "VALIDATION_ERROR")["details"]
    assert not Gathering.objects.exists()


def test_only_admins_plan_and_foreign_ids_are_not_there(
    ann: Neighbour, bob: Neighbour, eve: Neighbour
) -> None:
    group = ann.found()
    bob.join(group)
    event = _made(ann, group)["id"]
    for other in (bob, eve):
        refused(other.answer("post", "events", _plan(group)), 403, "FORBIDDEN")
        refused(other.answer("put", f"events/{event}", {"title": "Mine"}), 403, "FORBIDDEN")
    refused(ann.answer("post", "events", _plan(str(uuid4()))), 404, "NOT_FOUND")
    for method, path in (("get", ""), ("put", "/attendance"), ("post", "/cancel"), ("get", "/calendar.ics")):
        refused(ann.answer(method, f"events/{uuid4()}{path}"), 404, "NOT_FOUND")


def test_lists_are_what_plain_drf_makes_and_take_as_many_queries_whatever_they_hold(
    ann: Neighbour, bob: Neighbour, eve: Neighbour, django_assert_max_num_queries: Any
) -> None:
    group = ann.found()
    for each in (bob, eve):
        each.join(group)
    for number in range(4):
        event = _made(ann, group, 2 + number, capacity=1, online_link="https://meet.example/x")["id"]
        for each in (bob, eve):
            each.ask("put", f"events/{event}/attendance")
    _made(
        ann,
        group,
        recurrence={"frequency": "monthly", "interval": 2, "until": f"{timezone.now().year + 2}-01-01"},
    )
    keys, now = Gathering.objects.values_list("pk", flat=True), timezone.now()
    for viewer in (ann.user.pk, bob.user.pk, eve.user.pk):
        assert_renders_equal(EVENTS, keys, viewer_id=viewer, now=now)
    assert_renders_equal(ATTENDEES, Attendance.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(2):
        assert len(_titles(bob)) == 5
    with django_assert_max_num_queries(3):
        assert len(bob.ask("get", f"events/{event}/attendees")["attendees"]) == 2
