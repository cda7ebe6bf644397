"""Who is told what when something becomes of a recording."""

from datetime import datetime

from trellis.core.links import link_to
from trellis.domain.interviews import events
from trellis.domain.interviews.models import Recording
from trellis.domain.notifications.services import Link, notify


def tell_of_recording(*, subject: Recording, now: datetime) -> None:
    """Tell who started a recording that it can be watched."""
    _tell(subject, events.recording_ready.kind, "The recording is ready", "It can be watched now.", now)


def tell_of_failure(*, subject: Recording, now: datetime) -> None:
    """Tell who started a recording that nothing came of it."""
    said = "What the browser sent was nothing that could be kept as a video."
    _tell(subject, events.recording_failed.kind, "The recording has failed", said, now)


def address_of(recording: Recording) -> str:
    """Return where members of the tenant watch it."""
    return link_to("recording-file", session_id=recording.session_id, recording_id=recording.pk)


def _tell(recording: Recording, kind: str, title: str, body: str, now: datetime) -> None:
    if recording.started_by is None:
        return
    when = f"{recording.started_at:%d %B %Y, %H:%M} UTC"
    is_ready = recording.state == Recording.State.READY
    notify(
        recipient=recording.started_by,
        kind=kind,
        title=title,
        body=f"Interview on {recording.session.job_application_id}, {when}.\n\n{body}",
        data={"session_id": str(recording.session_id), "recording_id": str(recording.pk)},
        links=[Link("Watch the recording", address_of(recording))] if is_ready else [],
        now=now,
    )
