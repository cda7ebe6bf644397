"""Who is told what when something becomes of a recording."""

from collections.abc import Sequence

from trellis.core.events import Happened
from trellis.core.links import link_to
from trellis.domain.interviews.events import RecordingSettled
from trellis.domain.interviews.models import Recording
from trellis.domain.notifications.services import Link, notify

Settled = Happened[Recording, RecordingSettled]


def tell_of_recording(event: Settled) -> None:
    """Tell who started a recording that it can be watched."""
    ways = [Link("Watch the recording", address_of(event.subject))]
    _tell(event, "The recording is ready", "It can be watched now.", ways)


def tell_of_failure(event: Settled) -> None:
    """Tell who started a recording that nothing came of it."""
    _tell(
        event, "The recording has failed", "What the browser sent was nothing that could be kept as a video."
    )


def address_of(recording: Recording) -> str:
    """Return where members of the tenant watch it."""
    return link_to("recording-file", session_id=recording.session_id, recording_id=recording.pk)


def _tell(event: Settled, title: str, body: str, links: Sequence[Link] = ()) -> None:
    recording = event.subject
    if recording.started_by is None:
        return
    when = f"{recording.started_at:%d %B %Y, %H:%M} UTC"
    notify(
        recipient=recording.started_by,
        kind=event.kind,
        title=title,
        body=f"Interview on {recording.session.job_application_id}, {when}.\n\n{body}",
        data={"session_id": event.data["session_id"], "recording_id": str(recording.pk)},
        links=links,
        now=event.now,
    )
