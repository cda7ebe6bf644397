"""Putting a finished recording together: the chunks of one recorder, one after the other, are a video."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from trellis.core.events import DomainEvent
from trellis.core.files.films.cleaning import suffix_of
from trellis.core.files.films.uploads import HEAD
from trellis.core.files.storage import private_storage
from trellis.domain.interviews import events
from trellis.domain.interviews.models import Recording, RecordingChunk
from trellis.domain.interviews.rules.limits import GIVEN_UP_AFTER
from trellis.domain.interviews.services import files

# What recorders of browsers make.
_SUFFIXES = (".webm", ".mp4")
_State = Recording.State


def assemble(*, recording_id: UUID, now: datetime) -> None:
    """Make one file of the recording's chunks, and remove them; what is no video has failed.

    The row is not held meanwhile: gigabytes take their time. Of two who do this at once, one is late.
    """
    if _rows(recording_id).filter(state=_State.PROCESSING).exists():
        _put_together(recording_id, now)
    # Also when another has settled it, and was killed before it came to this.
    row = _rows(recording_id).filter(state__in=(_State.READY, _State.FAILED)).first()
    if row is not None:
        files.remove_all(recording_id, but=row.file.name or "")


def give_up(*, now: datetime) -> None:
    """Call those failed that could not be put together for a day."""
    late = Recording.objects.filter(state=_State.PROCESSING, finished_at__lt=now - GIVEN_UP_AFTER)
    for recording_id in late.values_list("pk", flat=True):
        _settle(recording_id, _State.FAILED, "", events.recording_failed, now)


def _put_together(recording_id: UUID, now: datetime) -> None:
    joined = files.Joined(list(RecordingChunk.objects.filter(recording_id=recording_id).order_by("number")))
    suffix = suffix_of(joined.head(HEAD))
    if suffix not in _SUFFIXES:
        _settle(recording_id, _State.FAILED, "", events.recording_failed, now)
        return
    storage = private_storage()
    name = storage.save(f"{files.folder_of(recording_id)}/{uuid4().hex}{suffix}", joined)
    if not _settle(recording_id, _State.READY, name, events.recording_ready, now):
        storage.delete(name)


def _rows(recording_id: UUID) -> QuerySet[Recording]:
    return Recording.objects.filter(pk=recording_id)


def _settle(
    recording_id: UUID,
    state: Recording.State,
    name: str,
    event: DomainEvent[Recording, events.RecordingSettled],
    now: datetime,
) -> bool:
    """Say how it went, unless somebody has said so before; return whether this said it."""
    with transaction.atomic():
        waiting = _rows(recording_id).filter(state=_State.PROCESSING).select_for_update(of=("self",))
        row = waiting.select_related("session", "started_by").first()
        if row is None:
            return False
        row.state, row.file = state, name
        row.save(update_fields=["state", "file"])
        row.chunks.all().delete()
        event.publish(
            actor_id=None,
            subject=row,
            now=now,
            tenant_id=row.session.organization_id,
            data={"session_id": str(row.session_id), "size": row.size},
        )
    return True
