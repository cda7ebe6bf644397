"""Recording a session: a browser in it records, and uploads in chunks while it does.

Whoever changes a recording holds its row; who needs the session's as well takes that first.
"""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from trellis.core.events import Data, DomainEvent
from trellis.core.tasks import enqueue
from trellis.domain.accounts.models import User
from trellis.domain.interviews import events
from trellis.domain.interviews.models import Recording, RecordingChunk, VideoSession
from trellis.domain.interviews.notices import push
from trellis.domain.interviews.refusals import (
    AnotherChunk,
    ChunksMissing,
    MoreChunks,
    NotRecording,
    RecordingTooLarge,
    UnknownRecording,
)
from trellis.domain.interviews.rules.limits import ABANDONED_AFTER, STALE_AFTER
from trellis.domain.interviews.services import files
from trellis.domain.interviews.services.sessions import locked_session
from trellis.domain.interviews.services.starting import refuse_unprepared

_State = Recording.State


def start(*, session: VideoSession, user: User, now: datetime) -> Recording:
    """Begin a recording, or return the one that is being made. Raises SessionEnded, NeedsOpen.

    One whose recorder has fallen silent is finished with what is there, and a new one begins.
    """
    with transaction.atomic():
        row = locked_session(session)
        running = Recording.objects.select_for_update().filter(session=row, state=_State.RECORDING).first()
        if running is not None:
            if now - (running.heard_at or running.started_at) < STALE_AFTER:
                return running
            _close(running, _contiguous(running), user_id=user.pk, now=now)
        refuse_unprepared(row, is_told=True)
        recording = Recording.objects.create(session=row, started_by=user, started_at=now)
        told = events.Recorded(session_id=str(row.pk))
        _publish(events.recording_started, recording, told, user_id=user.pk, now=now)
        push(row.pk, "recording", event="started", recording=str(recording.pk))
    return recording


def add_chunk(*, recording: Recording, number: int, content: bytes, now: datetime) -> bool:
    """Keep a chunk, and return whether it is new: the same one sent again changes nothing.

    Raises NotRecording, AnotherChunk, RecordingTooLarge, and UnknownRecording.
    """
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        row = _locked(recording)
        there = row.chunks.filter(number=number).first()
        if there is not None:
            if there.digest != digest:
                raise AnotherChunk
            return False
        if row.state != _State.RECORDING:
            raise NotRecording
        if row.size + len(content) > settings.MAX_RECORDING_BYTES:
            raise RecordingTooLarge
        with files.kept_if_committed(row.pk, content) as name:
            RecordingChunk.objects.create(
                recording=row, number=number, size=len(content), digest=digest, file=name
            )
            row.size, row.heard_at = row.size + len(content), now
            row.save(update_fields=["size", "heard_at"])
    return True


def finish(*, recording: Recording, chunks: int, user: User, now: datetime) -> Recording:
    """End the recording, of which the recorder sent `chunks`, and have them put together.

    What is finished already stays as it is. Raises ChunksMissing, MoreChunks, UnknownRecording.
    """
    with transaction.atomic():
        row = _locked(recording)
        if row.state != _State.RECORDING:
            return row
        there = set(row.chunks.values_list("number", flat=True))
        missing = [number for number in range(chunks) if number not in there]
        if missing:
            raise ChunksMissing(missing)
        if len(there) > chunks:
            raise MoreChunks
        _close(row, chunks, user_id=user.pk, now=now)
    return row


def finish_abandoned(*, now: datetime) -> int:
    """Finish the recordings that nobody adds to any more, with what is there; return how many."""
    since = now - ABANDONED_AFTER
    silent = Q(heard_at__lt=since) | Q(heard_at=None, started_at__lt=since)
    rows = Recording.objects.filter(silent, state=_State.RECORDING)
    return sum(_finish_silent(key, rows, now) for key in rows.values_list("pk", flat=True))


def _locked(recording: Recording) -> Recording:
    """Return the recording as it is now, with its session; raise UnknownRecording."""
    rows = Recording.objects.select_for_update(of=("self",)).select_related("session")
    row = rows.filter(pk=recording.pk).first()
    if row is None:
        raise UnknownRecording
    return row


def _finish_silent(key: UUID, silent: QuerySet[Recording], now: datetime) -> int:
    with transaction.atomic():
        rows = silent.select_for_update(of=("self",), skip_locked=True).select_related("session")
        row = rows.filter(pk=key).first()
        if row is None:
            return 0
        _close(row, _contiguous(row), user_id=None, now=now)
    return 1


def _contiguous(recording: Recording) -> int:
    """Return how many chunks there are up to the first that is missing."""
    numbers = recording.chunks.order_by("number").values_list("number", flat=True)
    return next((place for place, number in enumerate(numbers) if place != number), len(numbers))


def _close(recording: Recording, chunks: int, *, user_id: int | None, now: datetime) -> None:
    """Let a locked recording consist of its first chunks; one without any has failed."""
    from trellis.domain.interviews.tasks import assemble_recording

    recording.chunks.filter(number__gte=chunks).delete()
    recording.size = recording.chunks.aggregate(size=Sum("size"))["size"] or 0
    recording.state = _State.PROCESSING if chunks else _State.FAILED
    recording.finished_at = now
    recording.save(update_fields=["size", "state", "finished_at"])
    session = str(recording.session_id)
    told = events.RecordingFinished(session_id=session, chunks=chunks)
    _publish(events.recording_finished, recording, told, user_id=user_id, now=now)
    push(recording.session_id, "recording", event="finished", recording=str(recording.pk))
    if chunks:
        enqueue(assemble_recording, recording_id=str(recording.pk))
    else:
        failed = events.RecordingSettled(session_id=session)
        _publish(events.recording_failed, recording, failed, user_id=user_id, now=now)


def _publish(
    event: DomainEvent[Recording, Data],
    recording: Recording,
    data: Data,
    *,
    user_id: int | None,
    now: datetime,
) -> None:
    event.publish(
        actor_id=user_id,
        subject=recording,
        now=now,
        tenant_id=recording.session.organization_id,
        data=data,
    )
