"""How a CSV file gets into the members directory: it is uploaded, looked at, then confirmed or cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from trellis.core.db.errors import constraint_of
from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry, DirectoryImport
from trellis.domain.directory.queries import FIELDS, Checked, Outcome, check
from trellis.domain.directory.refusals import DirectoryChanged, ImportGone, RowsAreWrong
from trellis.domain.directory.rules.files import decode, read

_BATCH = 1000


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    created: list[DirectoryEntry]
    updated: list[DirectoryEntry]
    unchanged: int
    skipped: int


def upload(*, content: bytes, file_name: str, uploaded_by: User, now: datetime) -> DirectoryImport:
    """Keep a file until its import is confirmed; raise BadFile for one that cannot be imported."""
    text = decode(content)
    read(text)
    return DirectoryImport.objects.create(
        uploaded_by=uploaded_by, file_name=file_name[:200], text=text, created_at=now
    )


def confirm(*, upload: DirectoryImport, skip_wrong: bool, now: datetime) -> Imported:
    """Write the file's entries in one transaction.

    A row is known by its e-mail address, so that importing a file twice changes nothing. Raises
    RowsAreWrong, DirectoryChanged, and ImportGone when it was confirmed already.
    """
    try:
        with transaction.atomic():
            kept = DirectoryImport.objects.select_for_update().filter(pk=upload.pk).first()
            if kept is None:
                raise ImportGone
            checked = check(read(kept.text), lock=True)
            if not skip_wrong and any(one.outcome == Outcome.WRONG for one in checked):
                raise RowsAreWrong
            imported = _write(checked, now=now)
            DirectoryImport.objects.filter(pk=upload.pk).delete()
    except IntegrityError as error:
        if constraint_of(error) != "directory_entry_email_unique_any_case":
            raise
        raise DirectoryChanged from None
    return imported


def cancel(*, upload: DirectoryImport) -> None:
    """Forget a file that was uploaded."""
    DirectoryImport.objects.filter(pk=upload.pk).delete()


def _write(checked: Sequence[Checked], *, now: datetime) -> Imported:
    new = [
        DirectoryEntry(**one.row.values, created_at=now) for one in checked if one.outcome == Outcome.CREATED
    ]
    changed = [_changed(one) for one in checked if one.outcome == Outcome.UPDATED]
    DirectoryEntry.objects.bulk_create(new, batch_size=_BATCH)
    # The rows are there and locked, so all of them conflict: many times as fast as bulk_update.
    DirectoryEntry.objects.bulk_create(
        changed,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=FIELDS,
    )
    skipped = sum(one.outcome == Outcome.WRONG for one in checked)
    return Imported(new, changed, len(checked) - len(new) - len(changed) - skipped, skipped)


def _changed(one: Checked) -> DirectoryEntry:
    assert one.entry is not None  # noqa: S101  (else it would be a new one)
    for name in one.changes:
        setattr(one.entry, name, one.row.values[name])
    return one.entry
