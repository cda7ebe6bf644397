"""Recorders that fall silent, and workers that die."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.domain.interviews.factory import CHUNKS, OWNER, STAFF, files_of, kinds, member, session_of
from trellis.core.files.storage import private_storage
from trellis.core.models import Event
from trellis.domain.accounts.services.zones import choose_zone
from trellis.domain.interviews.models import Recording, RecordingChunk, VideoSession
from trellis.domain.interviews.refusals import NotRecording
from trellis.domain.interviews.rules.limits import ABANDONED_AFTER, STALE_AFTER
from trellis.domain.interviews.services import assembly, files, recordings
from trellis.domain.notifications.models import Notification

NOW = timezone.now()
SECOND = timedelta(seconds=1)


@pytest.fixture
def session(world: None) -> VideoSession:
    return session_of()


def _start(session: VideoSession, *, numbers: list[int], username: str = OWNER) -> Recording:
    recording = recordings.start(session=session, user=member(username).user, now=NOW)
    for number in numbers:
        recordings.add_chunk(recording=recording, number=number, content=CHUNKS[number], now=NOW)
    return recording


def _state(recording: Recording) -> str:
    return Recording.objects.get(pk=recording.pk).state


def test_a_silent_recorder_stands_in_nobodys_way(session: VideoSession) -> None:
    first, user = _start(session, numbers=[0]), member(STAFF).user
    almost = NOW + STALE_AFTER - SECOND
    assert recordings.start(session=session, user=user, now=almost) == first
    second = recordings.start(session=session, user=user, now=NOW + STALE_AFTER)
    assert second != first
    assert (_state(first), _state(second)) == ("processing", "recording")
    with pytest.raises(NotRecording):
        recordings.add_chunk(recording=first, number=1, content=CHUNKS[1], now=NOW)


def test_what_an_abandoned_one_has_up_to_the_first_gap_is_kept(session: VideoSession) -> None:
    recording = _start(session, numbers=[0, 2])
    assert recordings.finish_abandoned(now=NOW + ABANDONED_AFTER) == 0
    assert recordings.finish_abandoned(now=NOW + ABANDONED_AFTER + SECOND) == 1
    assert recordings.finish_abandoned(now=NOW + ABANDONED_AFTER + SECOND) == 0
    assembly.assemble(recording_id=recording.pk, now=NOW)
    assert _state(recording) == "ready"
    [file] = files_of(recording)
    assert file.read_bytes() == CHUNKS[0]
    assert Recording.objects.get().size == len(CHUNKS[0])


@pytest.mark.parametrize("first", [1, 3, 20])
def test_a_recorder_that_has_little_to_send_at_first_is_put_together(
    session: VideoSession, first: int
) -> None:
    whole = b"".join(CHUNKS)
    recording = recordings.start(session=session, user=member(OWNER).user, now=NOW)
    for number, content in enumerate((whole[:first], whole[first:])):
        recordings.add_chunk(recording=recording, number=number, content=content, now=NOW)
    recordings.finish(recording=recording, chunks=2, user=member(OWNER).user, now=NOW)
    assembly.assemble(recording_id=recording.pk, now=NOW)
    assert _state(recording) == "ready"
    assert [path.read_bytes() for path in files_of(recording)] == [whole]


@pytest.mark.parametrize("numbers", [[], [1]])
def test_one_without_a_beginning_has_failed(session: VideoSession, numbers: list[int]) -> None:
    recording = _start(session, numbers=numbers)
    recordings.finish_abandoned(now=NOW + ABANDONED_AFTER + SECOND)
    assert _state(recording) == "failed"
    assert kinds(recording)[-2:] == ["recording.finished", "recording.failed"]
    assert Notification.objects.get().title == "The recording has failed"
    assembly.assemble(recording_id=recording.pk, now=NOW)
    assert files_of(recording) == []


def test_who_recorded_is_told_when_in_their_own_time(session: VideoSession) -> None:
    choose_zone(user=member(OWNER).user, name="Asia/Kathmandu")
    recording = _start(session, numbers=[])
    recordings.finish_abandoned(now=NOW + ABANDONED_AFTER + SECOND)
    there = recording.started_at.astimezone(ZoneInfo("Asia/Kathmandu"))
    told = f"{there:%H:%M} (Asia/Kathmandu time; {NOW:%Y-%m-%d %H:%M} UTC)"
    assert told in Notification.objects.get().body


def test_a_worker_that_was_killed_leaves_nothing_behind(session: VideoSession) -> None:
    recording = _start(session, numbers=[0, 1, 2])
    recordings.finish(recording=recording, chunks=3, user=member(OWNER).user, now=NOW)
    folder = Path(private_storage().path(files.folder_of(recording.pk)))
    (folder / "half.webm").write_bytes(b"half")  # what it had written
    assembly.assemble(recording_id=recording.pk, now=NOW)
    assert [path.read_bytes() for path in files_of(recording)] == [b"".join(CHUNKS)]
    (folder / "chunk").write_bytes(b"chunk")  # what it had not removed
    assembly.assemble(recording_id=recording.pk, now=NOW)
    assert len(files_of(recording)) == 1


def test_one_whose_chunks_are_lost_is_given_up_after_a_day(session: VideoSession) -> None:
    recording = _start(session, numbers=[0])
    recordings.finish(recording=recording, chunks=1, user=member(OWNER).user, now=NOW)
    files.remove_all(recording.pk)
    with pytest.raises(FileNotFoundError):
        assembly.assemble(recording_id=recording.pk, now=NOW)
    assembly.give_up(now=NOW + timedelta(days=1))
    assert _state(recording) == "processing"
    assembly.give_up(now=NOW + timedelta(days=1) + SECOND)
    assert _state(recording) == "failed"
    assert not RecordingChunk.objects.exists()


def test_a_recording_that_was_deleted_is_not_put_together(session: VideoSession) -> None:
    recording = _start(session, numbers=[0])
    key = recording.pk
    Recording.objects.all().delete()
    assembly.assemble(recording_id=key, now=NOW)
    files.remove_all(key)
    files.remove_all(key)
    assert not Event.objects.filter(kind="recording.ready").exists()


def test_a_chunk_that_could_not_be_noted_is_no_file(
    session: VideoSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = _start(session, numbers=[])

    def fail(**values: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(RecordingChunk.objects, "create", fail)
    with pytest.raises(RuntimeError):
        recordings.add_chunk(recording=recording, number=0, content=b"x", now=NOW)
    assert files_of(recording) == []
