"""Asking for exports: at once where they are short, as a job where they are long."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from trellis.core.db.locks import lock
from trellis.core.events import DomainEvent
from trellis.core.tasks import enqueue
from trellis.domain.exports import events
from trellis.domain.exports.models import KEPT_FOR, UNFINISHED, ExportJob, Format
from trellis.domain.exports.refusals import TooManyUnfinished
from trellis.domain.exports.sources import SOURCES
from trellis.domain.exports.tasks import write_export
from trellis.domain.exports.writing import csv_chunks, write_workbook
from trellis.domain.organizations.models import Membership

MOST_UNFINISHED = 5
MOST_KEPT = 20  # of one person: the oldest make room


def is_short(*, member: Membership, kind: str, filters: Mapping[str, Any]) -> bool:
    """Tell whether an export has so few rows that it is answered at once."""
    limit: int = settings.EXPORT_AT_ONCE
    return SOURCES[kind].rows(member, filters)[: limit + 1].count() <= limit


def take_csv(*, member: Membership, kind: str, filters: Mapping[str, Any], now: datetime) -> Iterator[bytes]:
    """Return a short export as chunks of CSV, which are read from the database as they are sent."""
    _tell_of_taking(member, kind, Format.CSV, now)
    source = SOURCES[kind]
    headings = [column.name for column in source.columns_for(member)]
    return csv_chunks(headings, source.batches(member, filters))


def take_workbook(*, member: Membership, kind: str, filters: Mapping[str, Any], now: datetime) -> IO[bytes]:
    """Return a short export as an Excel workbook: an open file without a name, gone when it is closed."""
    _tell_of_taking(member, kind, Format.XLSX, now)
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
        unfinished = own.filter(status__in=UNFINISHED)
        same = unfinished.filter(kind=kind, format=format, filters=dict(filters)).first()
        if same is not None:
            return same
        if unfinished.count() >= MOST_UNFINISHED:
            raise TooManyUnfinished
        older = own.exclude(status__in=UNFINISHED).order_by("-created_at", "-pk")[MOST_KEPT - 1 :]
        own.filter(pk__in=list(older.values_list("pk", flat=True))).delete()
        job = ExportJob.objects.create(
            kind=kind,
            format=format,
            filters=dict(filters),
            organization=member.organization,
            requested_by=member.user,
            created_at=now,
            expires_at=now + KEPT_FOR,
        )
        _publish(events.export_requested, job, now)
        enqueue(write_export, export_id=str(job.pk))
    return job


def download(*, job: ExportJob, now: datetime) -> str:
    """Record that the file of a finished export is fetched, and return its name in the private storage."""
    with transaction.atomic():
        _publish(events.export_downloaded, job, now)
    return job.file_name


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
