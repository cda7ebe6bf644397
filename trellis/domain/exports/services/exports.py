"""Asking for exports: at once where they are short, as a job where they are long."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.core.events import DomainEvent
from trellis.core.tasks import enqueue
from trellis.domain.exports import events, rules
from trellis.domain.exports.models import ExportJob
from trellis.domain.exports.queries import SOURCES
from trellis.domain.exports.refusals import NoExport, NotReady, TooManyUnfinished
from trellis.domain.exports.services.jobs import storage
from trellis.domain.exports.services.writing import csv_chunks, write_workbook
from trellis.domain.exports.tasks import write_export
from trellis.domain.organizations.models import Membership


def take_csv(*, member: Membership, kind: str, filters: Mapping[str, Any], now: datetime) -> Iterator[bytes]:
    """Return a short export as chunks of CSV, which are read from the database as they are sent."""
    _tell_of_taking(member, kind, rules.Format.CSV, now)
    source = SOURCES[kind]
    headings = [column.name for column in source.columns_for(member)]
    return csv_chunks(headings, source.batches(member, filters))


def take_workbook(*, member: Membership, kind: str, filters: Mapping[str, Any], now: datetime) -> IO[bytes]:
    """Return a short export as an Excel workbook: an open file without a name, gone when it is closed."""
    _tell_of_taking(member, kind, rules.Format.XLSX, now)
    source = SOURCES[kind]
    headings = [column.name for column in source.columns_for(member)]
    out: IO[bytes] = TemporaryFile()  # noqa: SIM115  (its reader closes it)
    try:
        write_workbook(out, headings, source.batches(member, filters))
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def request_export(
    *, member: Membership, kind: str, format: str, filters: Mapping[str, Any], now: datetime
) -> ExportJob:
    """Have a worker write an export; who waits for the very same one already gets that.

    Raises TooManyUnfinished.
    """
    with transaction.atomic():
        # Two requests of one person at once would both find that there is room.
        lock("exports-of", member.user_id)
        own = ExportJob.objects.of(member.organization_id).filter(requested_by=member.user)
        unfinished = own.filter(status__in=rules.UNFINISHED)
        same = unfinished.filter(kind=kind, format=format, filters=dict(filters)).first()
        if same is not None:
            return same
        if unfinished.count() >= rules.MOST_UNFINISHED:
            raise TooManyUnfinished
        older = own.exclude(status__in=rules.UNFINISHED).order_by("-created_at", "-pk")[rules.MOST_KEPT - 1 :]
        own.filter(pk__in=list(older.values_list("pk", flat=True))).delete()
        job = ExportJob.objects.create(
            kind=kind,
            format=format,
            filters=dict(filters),
            organization=member.organization,
            requested_by=member.user,
            created_at=now,
            expires_at=now + rules.KEPT_FOR,
        )
        _publish(events.export_requested, job, now)
        enqueue(write_export, export_id=str(job.pk))
    return job


def download(*, job: ExportJob, now: datetime) -> IO[bytes]:
    """Open the file of a finished export, and record that it is fetched. Raises NotReady and NoExport."""
    if not rules.is_ready(job.status):
        raise NotReady(f"This export is {job.status}.")
    try:
        file: IO[bytes] = storage().open(job.file_name)
    except FileNotFoundError:
        raise NoExport from None
    with transaction.atomic():
        _publish(events.export_downloaded, job, now)
    return file


def _publish(event: DomainEvent[ExportJob, events.Exported], job: ExportJob, now: datetime) -> None:
    data: events.Exported = {"kind": str(job.kind), "format": str(job.format), "rows": job.rows}
    event.publish(
        actor_id=job.requested_by_id, subject=job, now=now, tenant_id=job.organization_id, data=data
    )


def _tell_of_taking(member: Membership, kind: str, format: str, now: datetime) -> None:
    with transaction.atomic():
        events.export_taken.publish(
            actor_id=member.user_id,
            subject=member.organization,
            now=now,
            tenant_id=member.organization_id,
            data={"kind": str(kind), "format": str(format)},
        )
