"""Every request that talent-engine-api.md prints, sent to the demo tenant in an order that makes sense.

tests/contracts/talent_engine.json has them word for word. The document's placeholders (`uuid-789`) stand
for ids from earlier answers. Where it prints an object in part, or says `(Updated session object)`, the
answer may say more; what is printed is in it, with these types.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.contracts import differences, printed
from trellis.demo.tenants import APPBREW, NORTHWIND
from trellis.domain.requisitions.models import Requisition

pytestmark = pytest.mark.usefixtures("world")
*_ENTRIES, _ERRORS = printed("talent_engine")
ENTRIES: dict[str, dict[str, Any]] = {entry["title"]: entry for entry in _ENTRIES}
ERRORS: dict[str, dict[str, Any]] = {error["title"]: error for error in _ERRORS["errors"]}
# What was printed in full, so that the answer says just as much: no key more, none less.
IN_FULL = {
    "Create Job Requisition",
    "Bulk Create Job Requisitions",
    "List Job Requisitions",
    "Delete Job Requisition",
    "Bulk Delete Job Requisitions",
    "List Soft Deleted Job Requisitions",
    "Recover Soft Deleted Job Requisitions",
    "Permanently Delete Job Requisitions",
    "Get Public Published Job Requisitions",
    "Get Public Job Requisitions by Tenant",
    "Increment Application Count",
    "Close Job Requisition (Public)",
    "Batch Close Job Requisitions (Public)",
    "Add Compliance Item",
    "Update Compliance Item",
    "Create Video Session",
    "List Video Sessions",
    "Start Recording",
    "Join Video Session",
    "Leave Video Session",
    "Delete Request",
}
_ALIKE = {
    "Get My Job Requisitions": "List Job Requisitions",
    "Get Published Job Requisitions": "List Job Requisitions",
    "Get Upcoming Public Job Requisitions": "Get Public Published Job Requisitions",
    "Update Video Session": "Create Video Session",
    "Update Interview Data": "Create Video Session",
    "Toggle Mute": "Join Video Session",
    "Toggle Camera": "Join Video Session",
    "Get My Requests": "List Requests",
    "Get Request Details": "Create Request",
}
Replay = Callable[..., Any]


@pytest.fixture
def replay(signed_in: SignIn) -> Replay:
    """Send a printed request and hold the answer against the printed one; return the answer's body."""
    owner = signed_in("mahummed")

    def send(
        title: str,
        *,
        client: APIClient = owner,
        which: int = 0,
        method: str = "",
        ids: dict[str, Any] | None = None,
        example: Any = None,
    ) -> Any:
        entry = ENTRIES[title]
        sent = entry["requests"][which]["body"] if "requests" in entry else None
        response = client.generic(
            method or entry["methods"][0],
            _filled(entry["path"], ids),
            *(() if sent is None else (_filled(json.dumps(sent), ids), "application/json")),
        )
        assert 200 <= response.status_code < 300, (response.status_code, response.content)
        if entry.get("status") == 204:
            assert (response.status_code, response.content) == (204, b"")
            return None
        assert response["Content-Type"] == "application/json"
        answer = response.json()
        shown = example if example is not None else ENTRIES[_ALIKE.get(title, title)].get("response")
        found = differences(answer, shown) if title in IN_FULL else lacking(answer, shown)
        assert found == []
        return answer

    return send


def _filled(text: str, ids: dict[str, Any] | None) -> str:
    for placeholder, id in (ids or {}).items():
        text = text.replace(placeholder, str(id))
    return text


def lacking(answer: Any, example: Any, path: str = "$") -> list[str]:
    """Return where something printed is missing from `answer`, or is of another type."""
    if answer is None or example is None:
        return []
    if isinstance(example, dict) and isinstance(answer, dict):
        gone = [f"{path}.{key} is missing" for key in example if key not in answer]
        known = [key for key in example if key in answer]
        return gone + [each for key in known for each in lacking(answer[key], example[key], f"{path}.{key}")]
    if isinstance(example, list) and isinstance(answer, list):
        return lacking(answer[0], example[0], f"{path}[0]") if answer and example else []
    return differences(answer, example, path)


# --- Requisitions ------------------------------------------------------------------------------


def test_raising_requisitions(replay: Replay) -> None:
    made = replay("Create Job Requisition")
    example = ENTRIES["Create Job Requisition"]
    sent, shown = example["requests"][0]["body"], example["response"]
    # What is printed of it is what it is, but for its numbers, and where the document is at odds with itself.
    assert made["requested_by"] == shown["requested_by"]
    for key in set(sent) & set(shown) - {"compliance_checklist", "documents_required"}:
        assert made[key] == shown[key], key
    assert made["id"].startswith("APP-JR-")
    assert made["id"] == made["job_requisition_code"]
    assert made["unique_link"].startswith(f"{APPBREW}{made['id']}senior-python-developer-")
    first, second = replay("Bulk Create Job Requisitions")
    assert int(second["id"][-4:]) == int(first["id"][-4:]) + 1 == int(made["id"][-4:]) + 2
    assert replay("List Job Requisitions")["count"] >= 3
    assert replay("Get My Job Requisitions")["results"]
    one = ENTRIES["List Job Requisitions"]["response"]["results"][0]
    assert replay("Get Job Requisition by ID", example=one)["id"] == "APP-JR-0001"


def test_the_published_ones(replay: Replay) -> None:
    page = replay("Get Published Job Requisitions")
    assert "APP-JR-0001" in [row["id"] for row in page["results"]]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_changing_a_requisition(replay: Replay, method: str) -> None:
    if method == "PUT":
        # The printed body is that of PATCH; PUT says all that must be said.
        ids = {'"status": "approved"': json.dumps(_REQUIRED)[1:-1] + ', "status": "approved"'}
        replay("Update Job Requisition", method="PUT", ids=ids)
        return
    changed = replay("Update Job Requisition", method="PATCH")
    assert changed["comment"] == "Approved for publishing"
    assert changed["publish_status"] is True


_REQUIRED = {
    "title": "Senior Python Developer",
    "job_type": "full_time",
    "position_type": "permanent",
    "location_type": "remote",
}


def test_deleting_a_requisition(replay: Replay) -> None:
    assert replay("Delete Job Requisition") == ENTRIES["Delete Job Requisition"]["response"]


def test_deleting_many_and_bringing_them_back(replay: Replay) -> None:
    said = "Bulk Delete Job Requisitions"
    assert replay(said) == ENTRIES[said]["response"]
    assert replay("List Soft Deleted Job Requisitions")["count"] == 2
    for title in ("Recover Soft Deleted Job Requisitions", said, "Permanently Delete Job Requisitions"):
        assert replay(title) == ENTRIES[title]["response"]
    assert not Requisition.objects.of(APPBREW).filter(code__in=["APP-JR-0002", "APP-JR-0003"]).exists()


# --- What the public sees and does -------------------------------------------------------------


def test_the_public_sees_jobs(replay: Replay, api: APIClient) -> None:
    assert replay("Get Public Published Job Requisitions", client=api)["results"]
    assert replay("Get Upcoming Public Job Requisitions", client=api)["results"]
    ours = replay("Get Public Job Requisitions by Tenant", client=api)
    tenant, shown = ours["tenant"], ENTRIES["Get Public Job Requisitions by Tenant"]["response"]["tenant"]
    assert [tenant[key] for key in ("id", "name", "domain")] == [shown[k] for k in ("id", "name", "domain")]
    item = ENTRIES["Get Public Published Job Requisitions"]["response"]["results"][0]
    job = replay("Get Job Requisition by Unique Link", client=api, example=item)
    assert job["id"] == "APP-JR-0001"
    counted = replay("Increment Application Count", client=api)
    assert counted["data"]["num_of_applications"] == job["num_of_applications"] + 1


def test_the_public_closes_jobs(replay: Replay, api: APIClient) -> None:
    title = "Close Job Requisition (Public)"
    assert replay(title, client=api) == ENTRIES[title]["response"]
    Requisition.objects.of(APPBREW).filter(code__in=["APP-JR-0002", "APP-JR-0003"]).update(status="open")
    title = "Batch Close Job Requisitions (Public)"
    assert replay(title, client=api) == ENTRIES[title]["response"]


# --- Compliance --------------------------------------------------------------------------------


def test_compliance_items(replay: Replay) -> None:
    added = replay("Add Compliance Item")
    ids = {"uuid-789": added["id"]}
    changed = replay("Update Compliance Item", ids=ids)
    shown = ENTRIES["Update Compliance Item"]["response"]
    assert {**changed, "id": shown["id"]} == shown
    replay("Delete Compliance Item", ids=ids)


# --- Video sessions ----------------------------------------------------------------------------


def test_video_sessions(replay: Replay, api: APIClient) -> None:
    made = replay("Create Video Session")
    ids = {"uuid-session-123": made["id"]}
    item = ENTRIES["List Video Sessions"]["response"]["results"][0]
    assert replay("List Video Sessions")["results"][0]["participants"] == []
    joined = replay("Join Video Session", ids=ids)
    assert (joined["user_id"], joined["username"]) == ("1", "support@appbrew.com")
    candidate = replay("Join Video Session", ids=ids, which=1)
    assert (candidate["user_id"], candidate["candidate_email"]) == (None, "candidate@example.com")
    detail = replay("Get Video Session Details", ids=ids, example=item)
    assert len(detail["participants"]) == 2
    assert lacking(detail["participants"][0], ENTRIES["Join Video Session"]["response"]) == []
    for method in ("PUT", "PATCH"):
        assert replay("Update Video Session", ids=ids, method=method)["scores"]["technical"] == 5
    assert replay("Toggle Mute", ids=ids)["is_muted"] is True
    assert replay("Toggle Camera", ids=ids)["is_camera_on"] is False
    assert replay("Update Interview Data", ids=ids)["tags"][2] == "Strong Candidate"
    recording = replay("Start Recording", ids=ids)
    assert recording["recording_url"].startswith("http")
    assert recording["recording_url"].endswith(".webm")
    assert replay("Leave Video Session", ids=ids) == ENTRIES["Leave Video Session"]["response"]


# --- Requests ----------------------------------------------------------------------------------


def test_requests(replay: Replay) -> None:
    material = replay("Create Request")
    assert material["request_id"].startswith("MAT-")
    for which in (1, 2):
        sent = ENTRIES["Create Request"]["requests"][which]["body"]
        made = replay("Create Request", which=which, example=sent)
        assert sent.items() <= made.items()
    assert replay("List Requests")["results"]
    assert replay("Get My Requests")["results"]
    ids = {"uuid-request-123": material["id"]}
    assert replay("Get Request Details", ids=ids)["id"] == material["id"]
    assert replay("Delete Request", ids=ids) == ENTRIES["Delete Request"]["response"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize(("which", "status"), [(0, "approved"), (1, "rejected")])
def test_deciding_on_requests(
    replay: Replay, signed_in: SignIn, method: str, which: int, status: str
) -> None:
    asked = replay("Create Request", client=signed_in("appbrew_staff"))
    decided = replay(
        "Update Request",
        client=signed_in("appbrew_manager"),
        which=which,
        method=method,
        ids={"uuid-request-123": asked["id"]},
        example=ENTRIES["Update Request"]["response"] if status == "approved" else {},
    )
    assert decided["status"] == status
    assert decided[f"{status}_by"] == ENTRIES["Update Request"]["response"]["approved_by"]


# --- The system --------------------------------------------------------------------------------


def test_the_description_and_its_page(replay: Replay, api: APIClient) -> None:
    assert replay("API Schema", client=api)["openapi"].startswith("3.0.")
    page = api.get(ENTRIES["API Documentation"]["path"])
    assert (page.status_code, page["Content-Type"].partition(";")[0]) == (200, "text/html")


# --- Errors ------------------------------------------------------------------------------------

LIST = ENTRIES["Create Job Requisition"]["path"]


def test_authentication_error(api: APIClient) -> None:
    _is(api.get(LIST), "Authentication Error")


def test_permission_denied(signed_in: SignIn) -> None:
    _is(signed_in("johndoe").get(LIST), "Permission Denied")


def test_not_found(signed_in: SignIn) -> None:
    for address in (f"{LIST}APP-JR-9999/", "/api/talent-engine/nothing/"):
        _is(signed_in("mahummed").get(address), "Not Found")
    _is(signed_in("northwind_owner").get(f"{LIST}APP-JR-0001/"), "Not Found")


def test_validation_error(signed_in: SignIn) -> None:
    body = {**ENTRIES["Create Job Requisition"]["requests"][0]["body"], "job_type": "invalid_type"}
    del body["title"]
    _is(signed_in("mahummed").post(LIST, body), "Validation Error")


def test_tenant_mismatch(signed_in: SignIn) -> None:
    body = {**ENTRIES["Create Job Requisition"]["requests"][0]["body"], "tenant_id": str(NORTHWIND)}
    _is(signed_in("mahummed").post(LIST, body), "Tenant Mismatch")


def test_rate_limit_exceeded(signed_in: SignIn, settings: LazySettings) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "talent_engine": [(1, 60)]}
    client = signed_in("mahummed")
    assert client.get("/api/talent-engine/members/").status_code == 200
    _is(client.get("/api/talent-engine/members/"), "Rate Limit Exceeded")


def _is(response: Any, title: str) -> None:
    error = ERRORS[title]
    assert (response.status_code, response.json()) == (error["status"], error["body"])


def test_all_that_is_printed_has_a_route_of_just_that_form(signed_in: SignIn) -> None:
    """No redirect to another slash, no 405: OPTIONS names the printed methods."""
    owner = signed_in("mahummed")
    for entry in ENTRIES.values():
        if not entry["path"].startswith("/api/talent-engine/"):
            continue
        path = entry["path"]
        for placeholder in ("uuid-session-123", "uuid-request-123", "uuid-789"):
            path = path.replace(placeholder, "00000000-0000-4000-8000-000000000000")
        allowed = owner.options(path).headers.get("Allow", "")
        assert set(entry["methods"]) <= set(allowed.split(", ")), (entry["title"], allowed)


def test_nothing_that_is_printed_is_left_out_above() -> None:
    source = Path(__file__).read_text()
    for title in ENTRIES:
        assert f'"{title}"' in source, title
