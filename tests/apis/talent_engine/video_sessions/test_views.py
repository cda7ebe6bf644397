"""`video-sessions/`: sessions themselves, their data, their end."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.domain.interviews.factory import (
    MANAGER,
    OTHER,
    OWNER,
    STAFF,
    files_of,
    invited,
    kinds,
    member,
    seat,
    session_of,
)
from trellis.apis.talent_engine.video_sessions.output import SESSIONS
from trellis.core.events import told_by
from trellis.core.models import Event
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.hiring.interviews import INTERVIEW
from trellis.demo.tenants import APPBREW
from trellis.domain.interviews.models import Participant, Recording, VideoSession
from trellis.domain.interviews.rules.seats import seat_of_invitation
from trellis.domain.interviews.services import participants, recordings
from trellis.domain.interviews.services.sessions import end_session
from trellis.domain.interviews.tasks import remove_recording_files

pytestmark = pytest.mark.usefixtures("world")
SESSIONS_AT = "/api/talent-engine/video-sessions/"
ABSENT = UUID("00000000-0000-4000-8000-000000000000")
PRINTED: dict[str, Any] = {
    "job_application_id": "JA-20251115-0001",
    "meeting_id": "meet_abc123def456",
    "scores": {"technical": 4, "communication": 5, "problemSolving": 4},
    "notes": "Strong technical background, excellent communication skills",
    "tags": ["Technical Interview", "Senior Developer", "Python Expert"],
}
UPDATE: dict[str, Any] = {
    "scores": {"technical": 5, "communication": 5, "problemSolving": 5},
    "notes": "Exceptional candidate - excellent technical skills and communication",
    "tags": ["Technical Interview", "Senior Developer", "Python Expert", "Top Candidate"],
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def _at(session: VideoSession | UUID, rest: str = "") -> str:
    return f"{SESSIONS_AT}{getattr(session, 'pk', session)}/{rest}"


class TestAsPrinted:
    def test_create(self, signed_in: SignIn) -> None:
        answer = signed_in(OWNER).post(SESSIONS_AT, PRINTED)
        assert answer.status_code == 201
        body = answer.json()
        assert UUID(body["id"])
        assert MOMENT.fullmatch(body["created_at"])
        expected = {"tenant_id": str(APPBREW), "is_active": True, "ended_at": None, "recording_url": None}
        assert body == {**PRINTED, **expected, "id": body["id"], "created_at": body["created_at"]}

    def test_list_and_details_have_participants(self, signed_in: SignIn) -> None:
        client = signed_in(OWNER)
        created = client.post(SESSIONS_AT, PRINTED).json()
        listed = client.get(SESSIONS_AT).json()
        assert list(listed) == ["count", "next", "previous", "results"]
        assert listed["results"][0] == {**created, "participants": []}
        participant = client.post(f"{SESSIONS_AT}join/", {"session_id": created["id"]}).json()
        shown = client.get(_at(created["id"])).json()
        assert shown == {**created, "participants": [participant], "score_scale": 5}

    @pytest.mark.parametrize("method", ["put", "patch"])
    def test_update(self, signed_in: SignIn, method: str) -> None:
        session = session_of()
        answer = getattr(signed_in(OWNER), method)(_at(session), UPDATE)
        assert answer.status_code == 200
        assert {name: answer.json()[name] for name in UPDATE} == UPDATE
        assert answer.json() == signed_in(OWNER).get(_at(session)).json()

    def test_update_interview_data(self, signed_in: SignIn) -> None:
        session = session_of()
        body = {"session_id": str(session.pk), **UPDATE}
        answer = signed_in(OWNER).post(f"{SESSIONS_AT}update_interview_data/", body)
        assert answer.status_code == 200
        assert {name: answer.json()[name] for name in UPDATE} == UPDATE

    def test_the_demo_world_has_one_with_a_candidate_invited(self, signed_in: SignIn) -> None:
        answer = signed_in(OWNER).get(_at(INTERVIEW, "invitations/")).json()
        assert [row["email"] for row in answer["results"]] == ["candidate@example.com"]


class TestMeetings:
    def test_without_one_it_is_generated(self, signed_in: SignIn) -> None:
        for given in ({}, {"meeting_id": ""}, {"meeting_id": None}):
            body = {"job_application_id": "JA-1", **given}
            answer = signed_in(OWNER).post(SESSIONS_AT, body).json()
            assert re.fullmatch(r"meet_[a-z0-9]{12}", answer["meeting_id"])
            assert (answer["scores"], answer["notes"], answer["tags"]) == ({}, "", [])

    def test_one_meeting_is_one_session_at_a_time(self, signed_in: SignIn) -> None:
        client = signed_in(OWNER)
        first = client.post(SESSIONS_AT, PRINTED).json()
        again = client.post(SESSIONS_AT, PRINTED)
        assert again.status_code == 400
        assert list(again.json()) == ["meeting_id"]
        assert signed_in(OTHER).post(SESSIONS_AT, PRINTED).status_code == 201
        client.post(_at(first["id"], "end/"))
        assert client.post(SESSIONS_AT, PRINTED).status_code == 201


class TestTheScale:
    def test_a_team_that_marks_to_ten_does(self, signed_in: SignIn) -> None:
        owner = signed_in(OWNER)
        made = owner.post(SESSIONS_AT, {**PRINTED, "score_scale": 10, "scores": {"technical": 8.5}})
        assert made.status_code == 201
        address = _at(made.json()["id"])
        shown = owner.get(address).json()
        assert (shown["score_scale"], shown["scores"]) == (10, {"technical": 8.5})
        assert owner.patch(address, {"scores": {"technical": 10}}).status_code == 200
        beyond = owner.patch(address, {"scores": {"technical": 10.5, "culture": 3}})
        assert (beyond.status_code, beyond.json()) == (
            400,
            {"scores": {"technical": ["A score is a number from 0 to 10."]}},
        )

    def test_it_can_be_changed_as_long_as_the_scores_fit_on_it(self, signed_in: SignIn) -> None:
        owner, session = signed_in(OWNER), session_of(scores={"technical": 4})
        refused = owner.patch(_at(session), {"score_scale": 3})
        assert (refused.status_code, list(refused.json())) == (400, ["score_scale"])
        wider = {"score_scale": 100, "scores": {"technical": 90}}
        assert owner.patch(_at(session), wider).json()["score_scale"] == 100
        assert owner.patch(_at(session), {"score_scale": 10}).status_code == 400
        both = owner.patch(_at(session), {"score_scale": 10, "scores": {"technical": 90}})
        assert (both.status_code, list(both.json())) == (400, ["scores"])
        assert owner.patch(_at(session), {"score_scale": 10, "scores": {"technical": 9}}).status_code == 200
        assert owner.patch(_at(session), {"score_scale": None, "notes": "n"}).json()["score_scale"] == 10

    def test_interviewers_do_not_change_it(self, signed_in: SignIn) -> None:
        session = session_of()
        body = {"session_id": str(session.pk), "score_scale": 10}
        answer = signed_in(OWNER).post(f"{SESSIONS_AT}update_interview_data/", body)
        assert (answer.status_code, answer.json()["score_scale"]) == (200, 5)


class TestUpdating:
    def test_what_is_not_given_stays(self, signed_in: SignIn) -> None:
        session = session_of(**UPDATE)
        answer = signed_in(OWNER).put(_at(session), {"notes": "n"}).json()
        assert {name: answer[name] for name in UPDATE} == {**UPDATE, "notes": "n"}
        emptied = signed_in(OWNER).patch(_at(session), {"scores": {}, "tags": [], "notes": ""}).json()
        assert (emptied["scores"], emptied["tags"], emptied["notes"]) == ({}, [], "")

    def test_what_is_not_the_callers_to_set_is_ignored(self, signed_in: SignIn) -> None:
        body = {
            **PRINTED,
            "id": str(ABSENT),
            "is_active": False,
            "ended_at": "2025-01-01T00:00:00Z",
            "created_by": 204,
            "recording_url": "https://evil.example/",
            "participants": [{}],
            "organization": "x",
            "created_at": "2001-01-01T00:00:00Z",
        }
        created = signed_in(OWNER).post(SESSIONS_AT, body).json()
        changed = signed_in(OWNER).put(_at(created["id"]), {**body, "meeting_id": "other"}).json()
        session = VideoSession.objects.of(APPBREW).get(meeting_id=PRINTED["meeting_id"])
        assert session.pk != ABSENT
        assert changed["id"] == str(session.pk)
        assert session.created_by_id == 1
        assert (session.is_active, session.ended_at) == (True, None)
        assert session.created_at.year > 2001

    def test_the_record_says_who_changed_which_score_and_repeats_no_texts(self, signed_in: SignIn) -> None:
        session = session_of(scores={"technical": 4})
        body = {"scores": {"technical": 5}, "notes": "Secret", "tags": ["Secret too"]}
        for _ in range(2):
            signed_in(MANAGER).put(_at(session), body)
        event = Event.objects.get(kind="video_session.changed")
        scores = [{"technical": 4}, {"technical": 5}]
        assert told_by(event) == {"changes": {"scores": scores}, "texts": ["notes", "tags"]}
        assert (event.actor_id, event.tenant_id) == (2, APPBREW)
        history = signed_in(OWNER).get(_at(session, "history/")).json()
        assert [item["kind"] for item in history["results"]] == [
            "video_session.changed",
            "video_session.created",
        ]
        assert "Secret" not in str(history)

    def test_staff_write_what_the_panel_thinks_once_they_were_in_it(self, signed_in: SignIn) -> None:
        session, staff = session_of(), signed_in(STAFF)
        body = {"session_id": str(session.pk), "notes": "n"}
        update = f"{SESSIONS_AT}update_interview_data/"
        assert staff.post(update, body).status_code == 403
        staff.post(f"{SESSIONS_AT}join/", {"session_id": str(session.pk)})
        assert staff.post(update, body).json()["notes"] == "n"
        assert staff.put(_at(session), {"notes": "m"}).status_code == 403

    def test_also_after_the_end(self, signed_in: SignIn) -> None:
        session = session_of()
        end_session(session=session, member=member(OWNER), now=timezone.now())
        assert signed_in(OWNER).put(_at(session), UPDATE).status_code == 200


class TestEnding:
    def test_everybody_leaves(self, signed_in: SignIn) -> None:
        session = session_of()
        for username in (OWNER, STAFF):
            participants.join(seat=seat(username, session), now=timezone.now())
        answer = signed_in(OWNER).post(_at(session, "end/"))
        assert answer.status_code == 200
        body = answer.json()
        assert body["is_active"] is False
        assert MOMENT.fullmatch(body["ended_at"])
        assert [row["left_at"] for row in body["participants"]] == [body["ended_at"]] * 2
        assert signed_in(OWNER).post(_at(session, "end/")).status_code == 409
        assert kinds(session)[-1] == "video_session.ended"
        for path in ("join/", "leave/", "toggle_mute/", "toggle_camera/", "start_recording/"):
            given = {"session_id": str(session.pk), "mute": True, "camera_on": True}
            refused = signed_in(OWNER).post(SESSIONS_AT + path, given)
            assert (path, refused.status_code) == (path, 409)
            assert refused.json() == {"detail": "This session has ended."}

    def test_deleting_takes_rows_and_files_along(self, signed_in: SignIn) -> None:
        session = session_of()
        participants.join(seat=seat(OWNER, session), now=timezone.now())
        invited(session)
        recording = recordings.start(session=session, user=member(OWNER).user, now=timezone.now())
        recordings.add_chunk(recording=recording, number=0, content=b"x", now=timezone.now())
        assert len(files_of(recording)) == 1
        assert signed_in(OWNER).delete(_at(session)).status_code == 204
        assert signed_in(OWNER).get(_at(session)).status_code == 404
        assert not Participant.objects.exists()
        assert not Recording.objects.exists()
        remove_recording_files(recording_id=str(recording.pk))
        assert files_of(recording) == []
        assert kinds(session)[-1] == "video_session.deleted"

    def test_managers_end_and_delete_their_own(self, signed_in: SignIn) -> None:
        owners, own, third = session_of(OWNER), session_of(MANAGER), session_of(MANAGER)
        manager = signed_in(MANAGER)
        assert manager.post(_at(owners, "end/")).status_code == 403
        assert manager.delete(_at(owners)).status_code == 403
        assert manager.post(_at(own, "end/")).status_code == 200
        assert manager.delete(_at(own)).status_code == 204
        assert signed_in(STAFF).delete(_at(third)).status_code == 403
        assert signed_in(STAFF).post(_at(third, "end/")).status_code == 403


@pytest.mark.parametrize(
    ("username", "reading", "writing"),
    [(OWNER, 200, 200), (MANAGER, 200, 200), (STAFF, 200, 403), (OTHER, 404, 404), ("candidate", 403, 403)],
)
def test_by_role(signed_in: SignIn, username: str, reading: int, writing: int) -> None:
    session, client = session_of(), signed_in(username)
    assert client.get(_at(session)).status_code == reading
    assert client.get(_at(session, "history/")).status_code == (403 if username == STAFF else reading)
    assert client.put(_at(session), UPDATE).status_code == writing
    assert client.patch(_at(session), UPDATE).status_code == writing
    body = {"session_id": str(session.pk), **UPDATE}
    assert client.post(f"{SESSIONS_AT}update_interview_data/", body).status_code == writing
    created = {OTHER: 201, STAFF: 403, "candidate": 403}.get(username, 201)
    assert client.post(SESSIONS_AT, {"job_application_id": "JA-1"}).status_code == created
    if username == OTHER:
        assert client.delete(_at(session)).status_code == 404
        assert client.post(_at(session, "end/")).status_code == 404
        assert str(session.pk) not in client.get(SESSIONS_AT).content.decode()
    refreshed = VideoSession.objects.of(APPBREW).get(pk=session.pk)
    assert (refreshed.notes == UPDATE["notes"]) is (writing == 200)


def test_nobody_is_asked_to_sign_in(api: APIClient) -> None:
    session = session_of()
    for method, path in [("get", ""), ("put", ""), ("delete", ""), ("post", "end/"), ("get", "history/")]:
        assert getattr(api, method)(_at(session, path)).status_code == 401
    assert api.get(SESSIONS_AT).status_code == 401
    assert api.post(SESSIONS_AT, PRINTED).status_code == 401
    assert api.post(f"{SESSIONS_AT}update_interview_data/", {}).status_code == 401


def test_another_tenants_id_in_the_body_is_a_mismatch(signed_in: SignIn) -> None:
    body = {**PRINTED, "tenant_id": str(ABSENT)}
    answer = signed_in(OWNER).post(SESSIONS_AT, body)
    assert (answer.status_code, answer.json()) == (400, {"detail": "Tenant ID mismatch."})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "job_application_id"),
        ({"job_application_id": "x" * 51}, "job_application_id"),
        ({"job_application_id": "a\x00"}, "job_application_id"),
        ({"job_application_id": {}}, "job_application_id"),
        ({**PRINTED, "meeting_id": "x" * 101}, "meeting_id"),
        ({**PRINTED, "meeting_id": ["x"]}, "meeting_id"),
        ({**PRINTED, "scores": []}, "scores"),
        ({**PRINTED, "scores": "5"}, "scores"),
        ({**PRINTED, "score_scale": 0}, "score_scale"),
        ({**PRINTED, "score_scale": 101}, "score_scale"),
        ({**PRINTED, "score_scale": 2.5}, "score_scale"),
        ({**PRINTED, "score_scale": 4}, "scores"),
        ({**PRINTED, "scores": {"technical": 5.01}}, "scores"),
        ({**PRINTED, "scores": {"technical": -1}}, "scores"),
        ({**PRINTED, "scores": {"technical": "4"}}, "scores"),
        ({**PRINTED, "scores": {"technical": True}}, "scores"),
        ({**PRINTED, "scores": {"technical": None}}, "scores"),
        ({**PRINTED, "scores": {"technical": {"a": 1}}}, "scores"),
        ({**PRINTED, "scores": {"technical": 10**400}}, "scores"),
        ({**PRINTED, "scores": {"a\x00b": 1}}, "scores"),
        ({**PRINTED, "scores": {"": 1}}, "scores"),
        ({**PRINTED, "scores": {"x" * 101: 1}}, "scores"),
        ({**PRINTED, "scores": {f"c{n}": 1 for n in range(51)}}, "scores"),
        ({**PRINTED, "notes": "x" * 10_001}, "notes"),
        ({**PRINTED, "notes": {}}, "notes"),
        ({**PRINTED, "notes": "a\x00"}, "notes"),
        ({**PRINTED, "tags": "Python"}, "tags"),
        ({**PRINTED, "tags": [1, {}]}, "tags"),
        ({**PRINTED, "tags": ["x" * 51]}, "tags"),
        ({**PRINTED, "tags": ["x"] * 31}, "tags"),
        ({**PRINTED, "tags": ["a\x00"]}, "tags"),
        ([PRINTED], "non_field_errors"),
    ],
)
def test_what_cannot_be_so_is_named(signed_in: SignIn, body: Any, field: str) -> None:
    before = VideoSession.objects.of(APPBREW).count()
    answer = signed_in(OWNER).post(SESSIONS_AT, body)
    assert answer.status_code == 400, answer.content
    assert list(answer.json()) == [field]
    assert VideoSession.objects.of(APPBREW).count() == before


@pytest.mark.parametrize("number", [b"1e400", b"NaN", b"-Infinity"])
def test_no_number_that_is_none(signed_in: SignIn, number: bytes) -> None:
    body = b'{"job_application_id": "JA-1", "scores": {"technical": %b}}' % number
    answer = signed_in(OWNER).post(SESSIONS_AT, body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("key", ["uuid-session-123", "", None, [], {}, 2**200, -1, "a\x00"])
def test_a_session_id_that_is_none_is_named(signed_in: SignIn, key: Any) -> None:
    for path in ("join/", "leave/", "toggle_mute/", "toggle_camera/", "start_recording/"):
        body = {"session_id": key, "mute": True, "camera_on": True}
        answer = signed_in(OWNER).post(SESSIONS_AT + path, body)
        assert answer.status_code == 400, path
        assert "session_id" in answer.json()


def test_the_compiled_page_is_what_plain_drf_prints() -> None:
    empty, full = (
        session_of(),
        session_of(
            **UPDATE,
        ),
    )
    VideoSession.objects.of(APPBREW).filter(pk=full.pk).update(
        notes='Ü "quoted" </script>\n\u2028😀', tags=['"', "\\"], scores={"ä\"'{}%": 4.5, "b": 0}
    )
    for username in (OWNER, STAFF):
        participants.join(seat=seat(username, full), now=timezone.now())
    participants.join(seat=seat_of_invitation(invited(full, name="Cära D'Arc")), now=timezone.now())
    participants.leave(seat=seat(STAFF, full), now=timezone.now())
    recordings.start(session=full, user=member(OWNER).user, now=timezone.now())
    failed = session_of()
    Recording.objects.create(session=failed, state="failed", started_at=timezone.now())
    ended = end_session(session=session_of(), member=member(OWNER), now=timezone.now())
    assert_renders_equal(SESSIONS, [empty.pk, full.pk, failed.pk, ended.pk])


def test_the_list_takes_the_same_queries_however_long(
    signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = signed_in(OWNER)
    for _ in range(3):
        participants.join(seat=seat(OWNER, session_of()), now=timezone.now())
    with django_assert_num_queries(5):
        client.get(SESSIONS_AT)
    for _ in range(9):
        session = session_of()
        participants.join(seat=seat(OWNER, session), now=timezone.now())
        participants.join(seat=seat(STAFF, session), now=timezone.now())
    with django_assert_num_queries(5):
        assert len(client.get(SESSIONS_AT).json()["results"]) == 13
    with django_assert_num_queries(4):
        client.get(_at(INTERVIEW))


@pytest.mark.parametrize("page", ["-1", "0", "x", "99", "9" * 40])
def test_a_page_that_is_not_there(signed_in: SignIn, page: str) -> None:
    assert signed_in(OWNER).get(SESSIONS_AT, {"page": page}).status_code == 404


def test_a_form_is_no_way_to_say_a_score(signed_in: SignIn) -> None:
    answer = signed_in(OWNER).post(SESSIONS_AT, {"job_application_id": "JA-1"}, format="multipart")
    assert answer.status_code == 415
    assert signed_in(OWNER).post(SESSIONS_AT, b"\xff", content_type="application/json").status_code == 400
