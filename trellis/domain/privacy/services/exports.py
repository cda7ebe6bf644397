"""Asking for one's own data, and fetching it."""

from datetime import datetime
from typing import IO

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.core.files.storage import private_storage
from trellis.core.tasks import enqueue
from trellis.domain.accounts.models import User
from trellis.domain.privacy import events
from trellis.domain.privacy.models import DataExport
from trellis.domain.privacy.queries.states import newest_export
from trellis.domain.privacy.refusals import DataNotReady, NoData
from trellis.domain.privacy.rules.times import KEPT_FOR, is_ready, is_unfinished
from trellis.domain.privacy.services.attempts import count_export
from trellis.domain.privacy.services.files import doom


def ask_for_data(*, user: User, anew: bool = False, now: datetime) -> DataExport:
    """Return the account's export that is being written or ready; have one written where there is none.

    `anew` puts another in the place of one that is ready. Raises TooMany.
    """
    export = newest_export(user, now=now)
    if export is not None and (is_unfinished(export.status) or (is_ready(export.status) and not anew)):
        return export
    count_export(user=user)
    with transaction.atomic():
        lock("my-data", user.pk)
        current = newest_export(user, now=now)
        if current is not None and (is_unfinished(current.status) or current != export):
            return current
        _drop_all_of(user)
        return _begin(user, now)


def download(*, user: User, now: datetime) -> tuple[DataExport, IO[bytes]]:
    """Open the ZIP of the account's newest export, and record that. Raises NoData and DataNotReady."""
    export = newest_export(user, now=now)
    if export is None:
        raise NoData
    if not is_ready(export.status):
        raise DataNotReady
    try:
        file: IO[bytes] = private_storage().open(export.file_name)
    except FileNotFoundError:
        raise NoData from None
    with transaction.atomic():
        events.data_downloaded.publish(actor_id=user.pk, subject=export, data={}, now=now)
    return export, file


def _drop_all_of(user: User) -> None:
    """Delete the exports of before: one at a time is kept."""
    for former in DataExport.objects.filter(user=user):
        doom(former, ["file_name"], user_id=user.pk, storage=private_storage())
        former.delete()


def _begin(user: User, now: datetime) -> DataExport:
    from trellis.domain.privacy.tasks import write_data

    export = DataExport.objects.create(user=user, requested_at=now, expires_at=now + KEPT_FOR)
    events.data_requested.publish(actor_id=user.pk, subject=export, data={}, now=now)
    enqueue(write_data, export_id=str(export.pk))
    return export
