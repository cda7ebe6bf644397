"""What a candidate needs for an interview, from the list to the interview that starts."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.channels.conftest import BASE, OWN
from trellis.apis.enabled_talent.channels import needs
from trellis.core.models import Event, Mail
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.accounts.models import User
from trellis.domain.needs.models import AddedNeed, Need, NeedTask
from trellis.domain.needs.rules.catalogue import Known
from trellis.domain.notifications.models import Notification

NEEDS, TYPES = "/api/candidates/needs/", "/api/candidates/need-types/"
SESSIONS = "/api/talent-engine/video-sessions/"
OPEN = f"{BASE}needs/"
WORDS = "zqcanaryqz A chair with arms"


@pytest.fixture(autouse=True)
def nothing_needed_yet(world: None) -> None:
    """The demo world as if Cam had said nothing of needs."""
    Need.objects.all().delete()
    AddedNeed.objects.all().delete()
    Notification.objects.all().delete()


@pytest.fixture
def application(cam: APIClient) -> dict[str, Any]:
    """Cam's application."""
    made: dict[str, Any] = cam.get(OWN).json()[-1]
    return made


@pytest.fixture
def shared(application: dict[str, Any]) -> str:
    """Where the needs of Cam's application are."""
    return f"{BASE}jobs/{application['job']['id']}/applications/{application['id']}/needs/"


def share(cam: APIClient, shared: str, **need: str) -> dict[str, Any]:
    said = cam.post(NEEDS, need or {"type": "captions"}).json()
    answer = cam.post(shared, {"need": said["id"]})
    assert answer.status_code == 201, answer.json()
    told: dict[str, Any] = answer.json()
    return told


def kinds_told(username: str) -> list[str]:
    return list(
        Notification.objects.filter(recipient__username=username)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_the_list_has_what_everybody_has_and_what_one_has_added(cam: APIClient, robin: APIClient) -> None:
    usual = cam.get(TYPES).json()
    assert [each["type"] for each in usual] == Known.values
    assert {"type": "rather_not_say", "title": "Rather not say", "is_own": False} in usual
    assert cam.get(NEEDS).json() == []
    made = cam.post(NEEDS, {"title": f"  {WORDS} "})
    assert (made.status_code, made.json()["title"]) == (201, WORDS)
    assert cam.post(NEEDS, {"title": WORDS.upper()}).status_code == 200
    own = cam.get(TYPES).json()[-1]
    assert (own["title"], own["is_own"], own["type"]) == (WORDS, True, made.json()["type"])
    assert robin.get(TYPES).json() == usual
    assert robin.post(NEEDS, {"type": own["type"]}).status_code == 400
    assert cam.delete(f"{NEEDS}{made.json()['id']}/").status_code == 204
    assert cam.get(TYPES).json()[-1] == own
    assert cam.post(NEEDS, {"type": own["type"]}).status_code == 201


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"type": ""},
        {"type": "nothing"},
        {"type": "own-999999"},
        {"type": "own-99999999999999999999999"},
        {"type": "own-²"},
        {"type": "own-"},
        {"type": ["captions"]},
        {"type": {"a": 1}},
        {"type": "cap\x00tions"},
        {"title": "\x00"},
        {"title": "x" * 201},
    ],
)
def test_what_is_on_no_list_is_400_and_names_the_field(cam: APIClient, sent: dict[str, Any]) -> None:
    answer = cam.post(NEEDS, sent, format="json")
    assert answer.status_code == 400
    assert answer.json().keys() <= {"type", "title"}
    assert cam.get(NEEDS).json() == []


def test_rather_not_say_is_an_answer_that_employers_cannot_tell_from_silence(
    cam: APIClient, emma: APIClient, shared: str
) -> None:
    before = (emma.get(shared).content, emma.get(OPEN).content)
    said = cam.post(NEEDS, {"type": "rather_not_say"}).json()
    assert (emma.get(shared).content, emma.get(OPEN).content) == before
    refused = cam.post(shared, {"need": said["id"]})
    assert (refused.status_code, list(refused.json())) == (400, ["need"])
    assert cam.delete(f"{NEEDS}{said['id']}/").status_code == 204
    assert cam.get(NEEDS).json() == []
    assert kinds_told("employer") == []


def test_who_says_what_they_need_would_not_rather_not_say(cam: APIClient) -> None:
    cam.post(NEEDS, {"type": "rather_not_say"})
    cam.post(NEEDS, {"type": "captions"})
    assert [each["type"] for each in cam.get(NEEDS).json()] == ["captions"]
    refused = cam.post(NEEDS, {"type": "rather_not_say"})
    assert (refused.status_code, list(refused.json())) == (400, ["type"])


def test_a_need_is_a_task_with_an_owner_and_a_day_that_both_sides_see(
    cam: APIClient, emma: APIClient, shared: str, staff: APIClient
) -> None:
    task = share(cam, shared, title=WORDS)
    assert (task["title"], task["status"], task["owner"], task["due_date"]) == (WORDS, "open", None, None)
    assert emma.get(shared).json() == cam.get(shared).json() == [task]
    assert emma.get(OPEN).json() == [task]
    middy = User.objects.get(username="middy")
    changed = emma.patch(f"{shared}{task['id']}/", {"owner": middy.pk, "due_date": "2199-12-31"})
    assert changed.json()["owner"]["id"] == middy.pk
    assert cam.get(f"{shared}{task['id']}/").json() == changed.json()
    done = staff.post(f"{shared}{task['id']}/done/")
    assert (done.status_code, done.json()["status"], done.json()["done_by"]["id"]) == (200, "met", middy.pk)
    assert staff.post(f"{shared}{task['id']}/done/").json() == done.json()
    assert emma.get(OPEN).json() == []
    assert kinds_told("employer") == ["need.shared"]
    assert kinds_told("middy") == ["need.assigned"]
    assert kinds_told("candidate") == ["need.met"]


def test_what_is_needed_stands_in_no_notice_mail_nor_record(
    cam: APIClient, emma: APIClient, shared: str
) -> None:
    task = share(cam, shared, title=WORDS)
    emma.post(f"{shared}{task['id']}/done/")
    cam.post(f"{shared}{task['id']}/reopen/")
    cam.post(f"{shared}{task['id']}/waive/")
    cam.delete(f"{shared}{task['id']}/")
    told = [
        *(f"{each.title}{each.body}{each.data}" for each in Notification.objects.all()),
        *(f"{each.data}{each.personal}" for each in Event.objects.filter(kind__startswith="need.")),
        *(f"{each.subject}{each.text}" for each in Mail.objects.all()),
    ]
    assert len(told) > 5 and not any("zqcanaryqz" in each for each in told)
    kinds = Event.objects.filter(kind__startswith="need.").order_by("pk").values_list("kind", flat=True)
    steps = ["shared", "met", "reopened", "waived", "taken_back"]
    assert list(kinds) == [f"need.{step}" for step in steps]


def test_an_interview_does_not_start_before_the_candidate_is_ready(
    cam: APIClient, emma: APIClient, shared: str, application: dict[str, Any]
) -> None:
    task = share(cam, shared)
    session = emma.post(SESSIONS, {"job_application_id": application["number"]}).json()["id"]
    refused = emma.post(f"{SESSIONS}join/", {"session_id": session})
    assert refused.status_code == 409
    assert "Captions" in refused.json()["detail"]
    assert emma.get(f"{SESSIONS}{session}/").json()["participants"] == []
    assert cam.post(f"{shared}{task['id']}/waive/").json()["status"] == "waived"
    assert emma.post(f"{SESSIONS}join/", {"session_id": session}).status_code in (200, 201)
    need = cam.post(NEEDS, {"type": "breaks"}).json()["id"]
    late = cam.post(shared, {"need": need})
    assert (late.status_code, "under way" in late.json()["detail"]) == (409, True)


def test_only_the_candidate_says_what_they_need_and_only_the_employer_who_meets_it(
    cam: APIClient, emma: APIClient, nora: APIClient, staff: APIClient, shared: str
) -> None:
    task = share(cam, shared)
    here = f"{shared}{task['id']}/"
    for client in (emma, nora, staff):
        assert client.post(f"{here}waive/").status_code == 403
        assert client.post(f"{here}reopen/").status_code == 403
        assert client.delete(here).status_code == 403
        assert client.post(shared, {"need": task["need"]}).status_code == 403
    assert cam.post(f"{here}done/").status_code == 403
    assert cam.patch(here, {"due_date": None}, format="json").status_code == 403
    assert nora.get(here).status_code == 403
    assert nora.get(OPEN).json() == []
    assert staff.get(here).status_code == 200
    # Staff meet what is theirs to meet, and assign nothing.
    assert staff.post(f"{here}done/").status_code == 403
    assert staff.patch(here, {"due_date": "2199-01-01"}).status_code == 403
    assert NeedTask.unscoped.get(pk=task["id"]).due_date is None


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"owner": "nobody"}, "owner"),
        ({"owner": 2**70}, "owner"),
        ({"owner": "candidate"}, "owner"),
        ({"due_date": "2001-01-01"}, "due_date"),
        ({"due_date": "soon"}, "due_date"),
        ({"due_date": ["2199-01-01"]}, "due_date"),
    ],
)
def test_what_cannot_be_assigned_is_400_and_names_the_field(
    cam: APIClient, emma: APIClient, shared: str, sent: dict[str, Any], field: str
) -> None:
    task = share(cam, shared)
    if sent.get("owner") == "candidate":
        sent = {"owner": User.objects.get(username="candidate").pk}
    answer = emma.patch(f"{shared}{task['id']}/", sent, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])


@pytest.mark.parametrize("need", [0, -1, 2**70, "x", None, [1]])
def test_nobody_shares_what_is_no_need_of_theirs(cam: APIClient, shared: str, need: Any) -> None:
    answer = cam.post(shared, {"need": need}, format="json")
    assert (answer.status_code, list(answer.json())) == (400, ["need"])


def test_ids_of_others_lead_nowhere(cam: APIClient, robin: APIClient, shared: str, signed_in: SignIn) -> None:
    theirs = robin.post(NEEDS, {"type": "captions"}).json()["id"]
    assert cam.post(shared, {"need": theirs}).status_code == 400
    assert cam.get(f"{NEEDS}{theirs}/").status_code == cam.delete(f"{NEEDS}{theirs}/").status_code == 404
    assert cam.post(f"{shared}{2**40}/waive/").status_code == 404
    assert robin.get(shared).status_code == 403


def test_the_list_of_what_is_left_to_do_is_rendered_as_it_is_compiled(
    cam: APIClient, emma: APIClient, shared: str
) -> None:
    tasks = [share(cam, shared, type=type) for type in ("captions", "breaks", "quiet_room")]
    emma.patch(f"{shared}{tasks[0]['id']}/", {"owner": User.objects.get(username="employer").pk})
    emma.post(f"{shared}{tasks[1]['id']}/done/")
    cam.post(f"{shared}{tasks[2]['id']}/waive/")
    keys = NeedTask.unscoped.order_by("-pk").values_list("pk", flat=True)
    for member_of in (INCLUSIVE_WORKS, None):
        assert_renders_equal(needs._TASKS, keys, member_of=member_of)
    first = emma.get(OPEN, {"limit": 1})
    assert [each["id"] for each in first.json()] == [tasks[0]["id"]]


@pytest.mark.parametrize("taken_back", ["here", "everywhere", "with the application"])
def test_once_it_is_taken_back_no_read_of_any_kind_shows_it(
    cam: APIClient, emma: APIClient, shared: str, taken_back: str
) -> None:
    task = share(cam, shared, title=WORDS)
    here = f"{shared}{task['id']}/"
    before = [emma.get(each) for each in (shared, here, OPEN)]
    assert all(WORDS in each.content.decode() and "no-store" in each["Cache-Control"] for each in before)
    assert not any(each.has_header("ETag") or each.has_header("Last-Modified") for each in before)
    ways = {
        "here": lambda: cam.delete(here),
        "everywhere": lambda: cam.delete(f"{NEEDS}{task['need']}/"),
        "with the application": lambda: cam.post(
            shared.replace("needs/", "decision/"), {"decision": "withdrawn"}
        ),
    }
    assert ways[taken_back]().status_code in (200, 204)
    headers = {"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    after = [emma.get(each, headers=headers) for each in (shared, here, OPEN)]
    assert [each.status_code for each in after] == [200, 404, 200]
    assert not any(WORDS in each.content.decode() for each in after)
