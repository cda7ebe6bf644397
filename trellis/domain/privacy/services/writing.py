"""How a worker writes somebody's data into a ZIP: from the start each time, never two at one."""

from collections.abc import Callable
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from trellis.core.db.locks import locked
from trellis.core.files.storage import private_storage
from trellis.domain.privacy import notices
from trellis.domain.privacy.models import DataExport
from trellis.domain.privacy.refusals import Overtaken
from trellis.domain.privacy.rules.times import KEPT_FOR, MOST_ATTEMPTS, UNFINISHED, Status
from trellis.domain.privacy.services.archive import write_archive

FOLDER = "my-data"


def write(export_id: UUID) -> None:
    """Write an export that is not finished; do nothing for one that is, or that is gone."""
    # The lock is the connection's: a worker that is killed lets go of it.
    with locked("my-data-file", str(export_id)):
        export = _begun(export_id)
        if export is None:
            return
        try:
            _finish(export, _stored(export))
        except Overtaken:
            private_storage().delete(_name_of(export))
        except Exception:
            _give_back(export)
            raise


def remove_expired(*, now: datetime) -> None:
    """Delete the exports that have expired, and every file that is no export's."""
    for export in DataExport.objects.filter(expires_at__lte=now):
        export.delete()
    try:
        _, names = private_storage().listdir(FOLDER)
    except FileNotFoundError:
        return
    kept = {f"{each}.zip" for each in DataExport.objects.values_list("pk", flat=True)}
    for name in set(names) - kept:
        private_storage().delete(f"{FOLDER}/{name}")


def _begun(export_id: UUID) -> DataExport | None:
    """Take the export on; one that was tried too often, or whose account is shut, has failed."""
    waiting = DataExport.objects.filter(pk=export_id, status__in=UNFINISHED)
    if not waiting.update(status=Status.RUNNING, progress=0, attempt=F("attempt") + 1):
        return None
    export = DataExport.objects.select_related("user").get(pk=export_id)
    private_storage().delete(_name_of(export))  # what one who was killed here left
    if export.attempt > MOST_ATTEMPTS or not export.user.is_active:
        _update(export, status=Status.FAILED, finished_at=timezone.now())
        return None
    return export


def _stored(export: DataExport) -> int:
    """Write the ZIP into a file without a name, which nothing can leave behind, and store that."""
    with TemporaryFile() as out:
        write_archive(out, export.user, now=timezone.now(), progress=_noted(export))
        size = out.tell()
        out.seek(0)
        private_storage().save(_name_of(export), File(out))
    return size


def _noted(export: DataExport) -> Callable[[int], None]:
    """Return what notes how many percent are written, and raises Overtaken."""

    def note(percent: int) -> None:
        # The hundredth is the stored file.
        _update(export, progress=min(99, percent))

    return note


def _finish(export: DataExport, size: int) -> None:
    now = timezone.now()
    export.expires_at = now + KEPT_FOR
    with transaction.atomic():
        _update(
            export,
            status=Status.READY,
            progress=100,
            size=size,
            file_name=_name_of(export),
            finished_at=now,
            expires_at=export.expires_at,
        )
        notices.tell_of_data(export, now=now)


def _give_back(export: DataExport) -> None:
    """Leave the export for the queue to try again; or at last as failed."""
    private_storage().delete(_name_of(export))
    is_last = export.attempt >= MOST_ATTEMPTS
    DataExport.objects.filter(pk=export.pk, status=Status.RUNNING).update(
        status=Status.FAILED if is_last else Status.QUEUED, progress=0
    )


def _update(export: DataExport, **values: Any) -> None:
    """Write columns if the export is still there to be written; raise Overtaken."""
    if not DataExport.objects.filter(pk=export.pk, status=Status.RUNNING).update(**values):
        raise Overtaken


def _name_of(export: DataExport) -> str:
    return f"{FOLDER}/{export.pk}.zip"
