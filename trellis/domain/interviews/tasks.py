"""What becomes of recordings in the background."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.interviews.services import assembly, files, recordings


@app.task(retry=RETRY)
def assemble_recording(*, recording_id: str) -> None:
    """Put a finished recording together."""
    assembly.assemble(recording_id=UUID(recording_id), now=timezone.now())


@app.task(retry=RETRY)
def remove_recording_files(*, recording_id: str) -> None:
    """Remove what is left in the storage of a recording that was deleted."""
    files.remove_all(UUID(recording_id))


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="finish_abandoned_recordings")
def finish_abandoned_recordings(timestamp: int) -> None:
    """Finish the recordings whose recorder is gone, and give up those that nothing can be made of."""
    now = timezone.now()
    recordings.finish_abandoned(now=now)
    assembly.give_up(now=now)
