"""Recordings: begun as printed, uploaded in chunks, put together, watched by the tenant alone."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.talent_engine.video_sessions.test_views import ABSENT, SESSIONS_AT
from tests.core.files.films import ebml, ftyp
from tests.domain.interviews.factory import (
    CHUNKS,
    MANAGER,
    OTHER,
    OWNER,
    STAFF,
    files_of,
    kinds,
    member,
    session_of,
)
from trellis.apis.talent_engine.video_sessions.output import RECORDINGS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.interviews.models import Recording, RecordingChunk, VideoSession
from trellis.domain.interviews.tasks import assemble_recording
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.usefixtures("world")
WHOLE = b"".join(CHUNKS)


def _start(client: APIClient, session: VideoSession) -> str:
    """Start a recording and return the path of its address, without the suffix."""
    answer = client.post(f"{SESSIONS_AT}start_recording/", {"session_id": str(session.pk)})
    assert answer.status_code == 200, answer.content
    assert list(answer.json()) == ["recording_url"]
    return urlsplit(answer.json()["recording_url"]).path.removesuffix(".webm")


def _put(client: APIClient, address: str, number: Any, content: bytes, kind: str = "video/webm") -> Any:
    return client.put(f"{address}/chunks/{number}/", content, content_type=kind)


def _finish(client: APIClient, address: str, chunks: Any) -> Any:
    return client.post(f"{address}/finish/", {"chunks": chunks})


@pytest.fixture
def session(world: None) -> VideoSession:
    return session_of()


@pytest.fixture
def ready(signed_in: SignIn, session: VideoSession) -> str:
    """The address of a recording that can be watched."""
    client = signed_in(OWNER)
    address = _start(client, session)
    for number, content in enumerate(CHUNKS):
        assert _put(client, address, number, content).status_code == 201
    assert _finish(client, address, len(CHUNKS)).status_code == 200
    assemble_recording(recording_id=address[-36:])
    return f"{address}.webm"


class TestTheWayOfARecording:
    def test_from_start_to_watching(self, signed_in: SignIn, session: VideoSession) -> None:
        client = signed_in(MANAGER)
        address = _start(client, session)
        key = UUID(address[-36:])
        assert address == f"{SESSIONS_AT}{session.pk}/recordings/{key}"
        shown = client.get(f"{SESSIONS_AT}{session.pk}/").json()["recording_url"]
        assert shown == f"http://localhost:8000{address}.webm"
        assert client.get(f"{address}.webm").status_code == 409
        for number in (1, 0, 2):
            put = _put(client, address, number, CHUNKS[number], "video/webm;codecs=vp8,opus")
            assert (put.status_code, put.json()) == (201, {"number": number, "size": len(CHUNKS[number])})
        finished = _finish(client, address, 3)
        assert finished.status_code == 200
        assert (finished.json()["state"], finished.json()["size"]) == ("processing", len(WHOLE))
        assert client.get(f"{address}.webm").status_code == 409
        assemble_recording(recording_id=str(key))
        recording = Recording.objects.get(pk=key)
        assert [path.suffix for path in files_of(recording)] == [".webm"]
        assert not RecordingChunk.objects.exists()
        assert kinds(recording) == ["recording.started", "recording.finished", "recording.ready"]
        assert client.get(f"{SESSIONS_AT}{session.pk}/recordings/").json()["results"][0]["state"] == "ready"
        watched = client.get(f"{address}.webm")
        assert (watched.status_code, b"".join(watched.streaming_content)) == (200, WHOLE)
        told = Notification.objects.get(recipient=member(MANAGER).user)
        assert (told.kind, told.title) == ("recording.ready", "The recording is ready")

    def test_starting_twice_is_starting_once(self, signed_in: SignIn, session: VideoSession) -> None:
        address = _start(signed_in(OWNER), session)
        assert _start(signed_in(MANAGER), session) == address
        assert Recording.objects.count() == 1

    def test_finishing_twice_is_finishing_once(self, signed_in: SignIn, ready: str) -> None:
        again = _finish(signed_in(OWNER), ready.removesuffix(".webm"), 3)
        assert (again.status_code, again.json()["state"]) == (200, "ready")
        recording = Recording.objects.get()
        assemble_recording(recording_id=str(recording.pk))
        assert kinds(recording).count("recording.ready") == 1
        assert len(files_of(recording)) == 1

    def test_chunks_still_come_when_the_session_has_ended(
        self, signed_in: SignIn, session: VideoSession
    ) -> None:
        client = signed_in(OWNER)
        address = _start(client, session)
        client.post(f"{SESSIONS_AT}{session.pk}/end/")
        assert _put(client, address, 0, CHUNKS[0]).status_code == 201
        assert _finish(client, address, 1).status_code == 200

    @pytest.mark.parametrize("beginning", [b"", ebml(), ebml(b"matroska"), ftyp()])
    def test_what_is_no_video_has_failed(
        self, signed_in: SignIn, session: VideoSession, beginning: bytes
    ) -> None:
        client = signed_in(OWNER)
        address = _start(client, session)
        _put(client, address, 0, beginning + b"<html><script>alert(1)</script>")
        _finish(client, address, 1)
        assemble_recording(recording_id=address[-36:])
        recording = Recording.objects.get()
        assert recording.state == "failed"
        assert files_of(recording) == []
        assert kinds(recording)[-1] == "recording.failed"
        assert client.get(f"{address}.webm").status_code == 404
        assert client.get(f"{SESSIONS_AT}{session.pk}/").json()["recording_url"] is None
        assert _start(client, session) != address

    def test_one_without_chunks_has_failed(self, signed_in: SignIn, session: VideoSession) -> None:
        address = _start(signed_in(OWNER), session)
        assert _finish(signed_in(OWNER), address, 0).json()["state"] == "failed"


class TestChunks:
    def test_the_same_one_again_changes_nothing(self, signed_in: SignIn, session: VideoSession) -> None:
        client = signed_in(OWNER)
        address = _start(client, session)
        assert _put(client, address, 0, CHUNKS[0]).status_code == 201
        assert _put(client, address, 0, CHUNKS[0]).status_code == 200
        assert _put(client, address, 0, CHUNKS[0] + b"x").status_code == 409
        recording = Recording.objects.get()
        assert (recording.size, len(files_of(recording))) == (len(CHUNKS[0]), 1)

    def test_missing_ones_are_named(self, signed_in: SignIn, session: VideoSession) -> None:
        client = signed_in(OWNER)
        address = _start(client, session)
        for number in (0, 2):
            _put(client, address, number, CHUNKS[number])
        refused = _finish(client, address, 4)
        assert refused.status_code == 400
        assert refused.json() == {"chunks": ["Chunks that have not arrived: 1, 3."]}
        many = _finish(client, address, 1000).json()["chunks"][0]
        assert many.endswith("20, 21 and 978 more.")
        assert list(_finish(client, address, 1).json()) == ["chunks"]
        assert Recording.objects.get().state == "recording"

    def test_a_finished_recording_takes_none(self, signed_in: SignIn, ready: str) -> None:
        assert _put(signed_in(OWNER), ready.removesuffix(".webm"), 3, b"more").status_code == 409

    @pytest.mark.parametrize(
        ("number", "content", "kind", "status"),
        [
            (0, b"", "video/webm", 400),
            (0, b"x", "application/json", 415),
            (0, b"x", "text/html", 415),
            (0, b"x" * 1001, "video/webm", 413),
            (0, b"x" * 1000, "video/mp4", 201),
            (100_000, b"x", "video/webm", 400),
            ("9" * 30, b"x", "video/webm", 400),
            ("-1", b"x", "video/webm", 404),
        ],
    )
    def test_what_is_no_chunk(
        self,
        signed_in: SignIn,
        session: VideoSession,
        settings: Any,
        number: Any,
        content: bytes,
        kind: str,
        status: int,
    ) -> None:
        settings.MAX_RECORDING_CHUNK_BYTES = 1000
        address = _start(signed_in(OWNER), session)
        assert _put(signed_in(OWNER), address, number, content, kind).status_code == status
        assert RecordingChunk.objects.count() == (status == 201)

    def test_larger_than_what_django_keeps_in_memory(
        self, signed_in: SignIn, session: VideoSession, settings: Any
    ) -> None:
        address = _start(signed_in(OWNER), session)
        content = CHUNKS[0] + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        assert _put(signed_in(OWNER), address, 0, content).status_code == 201

    def test_all_together_are_not_too_large(
        self, signed_in: SignIn, session: VideoSession, settings: Any
    ) -> None:
        settings.MAX_RECORDING_BYTES = 1500
        address = _start(signed_in(OWNER), session)
        assert _put(signed_in(OWNER), address, 0, b"x" * 1000).status_code == 201
        assert _put(signed_in(OWNER), address, 1, b"x" * 501).status_code == 413
        assert _put(signed_in(OWNER), address, 1, b"x" * 500).status_code == 201
        assert len(files_of(Recording.objects.get())) == 2

    @pytest.mark.parametrize("chunks", [None, -1, "x", [], 100_001, 1.5, True, 10**30])
    def test_a_number_that_is_none(self, signed_in: SignIn, session: VideoSession, chunks: Any) -> None:
        answer = _finish(signed_in(OWNER), _start(signed_in(OWNER), session), chunks)
        assert (answer.status_code, list(answer.json())) == (400, ["chunks"])


class TestWatching:
    def test_a_part_of_it(self, signed_in: SignIn, ready: str) -> None:
        answer = signed_in(STAFF).get(ready, headers={"Range": "bytes=10-19"})
        assert (answer.status_code, b"".join(answer.streaming_content)) == (206, WHOLE[10:20])
        assert answer["Content-Range"] == f"bytes 10-19/{len(WHOLE)}"
        beyond = signed_in(STAFF).get(ready, headers={"Range": f"bytes={len(WHOLE)}-"})
        assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(WHOLE)}")
        head = signed_in(STAFF).head(ready)
        assert (head.status_code, head["Content-Length"], head.content) == (200, str(len(WHOLE)), b"")

    def test_nothing_in_it_runs_and_nobody_keeps_it(self, signed_in: SignIn, ready: str) -> None:
        answer = signed_in(OWNER).get(ready, headers={"Accept": "video/webm,video/*;q=0.9"})
        b"".join(answer.streaming_content)
        assert answer["Content-Type"] == "video/webm"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))

    def test_a_members_cookie_counts_here_and_nowhere_else(self, ready: str, session: VideoSession) -> None:
        browser = APIClient(enforce_csrf_checks=True)
        browser.force_login(User.objects.get(username=STAFF))
        answer = browser.get(ready)
        assert (answer.status_code, b"".join(answer.streaming_content)) == (200, WHOLE)
        assert browser.get(f"{SESSIONS_AT}{session.pk}/").status_code == 401
        browser.force_login(User.objects.get(username=OTHER))
        assert browser.get(ready).status_code == 404
        browser.force_login(User.objects.get(username="candidate"))
        assert browser.get(ready).status_code == 403

    def test_others_do_not(self, signed_in: SignIn, api: APIClient, ready: str) -> None:
        assert signed_in(OTHER).get(ready).status_code == 404
        assert signed_in("candidate").get(ready).status_code == 403
        assert api.get(ready).status_code == 401
        other = session_of()
        elsewhere = f"{SESSIONS_AT}{other.pk}/recordings/{ready.rpartition('/')[2]}"
        assert signed_in(OWNER).get(elsewhere).status_code == 404

    def test_a_file_that_is_gone(self, signed_in: SignIn, ready: str) -> None:
        for path in files_of(Recording.objects.get()):
            path.unlink()
        assert signed_in(OWNER).get(ready).status_code == 404


@pytest.mark.parametrize(
    ("username", "reading", "recording"),
    [
        (OWNER, 200, 200),
        (MANAGER, 200, 200),
        (STAFF, 200, 403),
        (OTHER, 404, 404),
        ("candidate", 403, 403),
        (None, 401, 401),
    ],
)
def test_by_role(
    signed_in: SignIn, session: VideoSession, username: str | None, reading: int, recording: int
) -> None:
    address = _start(signed_in(OWNER), session)
    client = signed_in(username) if username else APIClient()
    started = client.post(f"{SESSIONS_AT}start_recording/", {"session_id": str(session.pk)})
    assert started.status_code == recording
    assert client.get(f"{SESSIONS_AT}{session.pk}/recordings/").status_code == reading
    assert _put(client, address, 0, CHUNKS[0]).status_code == (201 if recording == 200 else recording)
    assert _finish(client, address, int(recording == 200)).status_code == recording
    for key in (ABSENT, "x"):
        absent = f"{SESSIONS_AT}{session.pk}/recordings/{key}"
        assert _put(signed_in(OWNER), absent, 0, b"x").status_code == 404
        assert _finish(signed_in(OWNER), absent, 0).status_code == 404
        assert signed_in(OWNER).get(f"{absent}.webm").status_code == 404


def test_the_compiled_page_is_what_plain_drf_prints(session: VideoSession) -> None:
    now = timezone.now()
    rows = [
        Recording.objects.create(session=session, started_at=now),
        Recording.objects.create(
            session=session, started_at=now, finished_at=now, state="ready", size=2**40, file="x.webm"
        ),
    ]
    assert_renders_equal(RECORDINGS, [row.pk for row in rows])


def test_the_list_takes_the_same_queries_however_long(
    signed_in: SignIn, session: VideoSession, django_assert_num_queries: Any
) -> None:
    now, client = timezone.now(), signed_in(OWNER)
    for total in (2, 12):
        while Recording.objects.count() < total:
            Recording.objects.create(session=session, started_at=now, finished_at=now, state="failed")
        with django_assert_num_queries(6):
            answer = client.get(f"{SESSIONS_AT}{session.pk}/recordings/")
        assert answer.json()["count"] == total
