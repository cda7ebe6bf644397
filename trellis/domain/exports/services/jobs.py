"""How a worker writes an export: from the start each time, and never two workers into one file."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone

from trellis.domain.exports.models import ExportJob
from trellis.domain.exports.queries import SOURCES
from trellis.domain.exports.refusals import Replaced
from trellis.domain.exports.rights import Right
from trellis.domain.exports.rules import KEPT_FOR, MOST_ATTEMPTS, UNFINISHED, Format, Status
from trellis.domain.exports.services.writing import remove_scratch_of, write_csv, write_workbook
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import members_of
from trellis.domain.organizations.rights import Grant, grant

_FOLDER = "exports"
_WRITERS = {Format.CSV: write_csv, Format.XLSX: write_workbook}


def storage() -> Storage:
    """Return where the files lie: no address leads there."""
    return storages["private"]


def write(export_id: UUID) -> None:
    """Write an export that is not finished; do nothing for one that is, or that is gone."""
    job = _begin(export_id)
    if job is None:
        return
    try:
        member = _entitled(job)
        if member is None:
            _update(job, status=Status.FAILED, finished_at=timezone.now())
        else:
            _finish(job, _file_of(job, member))
    except Replaced:
        storage().delete(_name_of(job, job.attempt))
    except Exception:
        _give_back(job)
        raise


def _give_back(job: ExportJob) -> None:
    """Leave the export as if it had not been begun, for the queue to try again; or at last as failed."""
    storage().delete(_name_of(job, job.attempt))
    is_last = job.attempt >= MOST_ATTEMPTS
    with suppress(Replaced):
        _update(job, status=Status.FAILED if is_last else Status.QUEUED, progress=0, rows=0)


def _begin(export_id: UUID) -> ExportJob | None:
    """Take the export over from whoever had it before, and remove what they left."""
    with transaction.atomic():
        rows = ExportJob.objects.of_all_tenants().select_for_update(of=("self",))
        job = rows.select_related("requested_by").filter(pk=export_id, status__in=UNFINISHED).first()
        if job is None:
            return None
        job.attempt += 1
        job.status = Status.RUNNING if job.attempt <= MOST_ATTEMPTS else Status.FAILED
        job.progress = job.rows = 0
        job.save(update_fields=["attempt", "status", "progress", "rows"])
    remove_scratch_of(str(job.pk))
    for earlier in range(1, job.attempt):
        storage().delete(_name_of(job, earlier))
    return job if job.status == Status.RUNNING else None


def _entitled(job: ExportJob) -> Membership | None:
    """Return the membership of who asked, if they may still have it."""
    # Where it was asked for, whichever of their organizations they act in by now.
    member = members_of(job.organization_id).filter(user=job.requested_by).first()
    if member is None:
        return None
    return None if grant(member.role, Right.EXPORT) is Grant.NONE else member


def _file_of(job: ExportJob, member: Membership) -> str:
    """Write the rows into a file without a name, which nothing can leave behind, and store that."""
    source = SOURCES[job.kind]
    headings = [column.name for column in source.columns_for(member)]
    with TemporaryFile() as out:
        _WRITERS[Format(job.format)](out, headings, _counted(job, member), owner=str(job.pk))
        out.seek(0)
        return storage().save(_name_of(job, job.attempt), File(out))


def _counted(job: ExportJob, member: Membership) -> Iterator[list[tuple[Any, ...]]]:
    """Pass the batches on, noting after each how far it is; raise Replaced."""
    source = SOURCES[job.kind]
    total = source.rows(member, job.filters).count()
    for batch in source.batches(member, job.filters):
        yield batch
        job.rows += len(batch)
        # Rows may have been added since; the hundredth is the stored file.
        _update(job, rows=job.rows, progress=min(99, 100 * job.rows // max(1, total)))


def _finish(job: ExportJob, name: str) -> None:
    now: datetime = timezone.now()
    _update(
        job,
        status=Status.READY,
        progress=100,
        rows=job.rows,
        file_name=name,
        finished_at=now,
        expires_at=now + KEPT_FOR,
    )


def _update(job: ExportJob, **values: Any) -> None:
    """Write columns if the job is still this worker's; raise Replaced."""
    own = ExportJob.objects.of(job.organization_id).filter(
        pk=job.pk, attempt=job.attempt, status=Status.RUNNING
    )
    if not own.update(**values):
        raise Replaced


def _name_of(job: ExportJob, attempt: int) -> str:
    return f"{_FOLDER}/{job.pk}-{attempt}.{job.format}"


def remove_expired(*, now: datetime) -> None:
    """Delete the exports that have expired, and every file that is no export's."""
    ExportJob.objects.of_all_tenants().filter(expires_at__lte=now).delete()
    try:
        _, names = storage().listdir(_FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        if not _is_needed(name):
            storage().delete(f"{_FOLDER}/{name}")


def _is_needed(name: str) -> bool:
    """Tell whether a stored file is that of a finished export, or being written."""
    try:
        export_id = UUID(name.rpartition("-")[0])
    except ValueError:
        return True  # none of ours
    job = ExportJob.objects.of_all_tenants().filter(pk=export_id).first()
    return job is not None and (job.status in UNFINISHED or job.file_name == f"{_FOLDER}/{name}")
