"""Files on their way into messages, and what is removed again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet

from trellis.core.db.locks import lock
from trellis.core.files.attachments import Attached
from trellis.core.files.storage import private_storage
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Attachment, Message
from trellis.domain.messaging.refusals import TooManyAttachments, TooManyUnsent, UnknownAttachments
from trellis.domain.messaging.rules.attachments import FOLDER, MOST_UNSENT, UNSENT_FOR
from trellis.domain.messaging.rules.limits import MOST_ATTACHMENTS
from trellis.domain.messaging.services.silencing import refuse_if_silenced

_BATCH = 200


def add_attachment(*, uploader: User, attached: Attached, now: datetime) -> Attachment:
    """Keep a file until its message is sent, for a day at most.

    `attached` is what `core/files/attachments.py` makes of an upload. Raises Silenced, TooManyUnsent.
    """
    refuse_if_silenced(person=uploader, now=now)
    with transaction.atomic():
        lock("unsent attachments", uploader.pk)
        if Attachment.objects.filter(uploader=uploader, message=None).count() >= MOST_UNSENT:
            raise TooManyUnsent
        return Attachment.objects.create(
            uploader=uploader,
            file=attached.file,
            name=attached.name,
            media_type=attached.media_type,
            size=attached.file.size,
            created_at=now,
        )


def refuse_attachments(*, uploader: User, ids: Sequence[UUID]) -> None:
    """Raise TooManyAttachments, or UnknownAttachments where one is not theirs, or sent already."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST_ATTACHMENTS:
        raise TooManyAttachments
    if _unsent(uploader, wanted).count() != len(wanted):
        raise UnknownAttachments


def take_attachments(*, message: Message, ids: Sequence[UUID]) -> list[Attachment]:
    """Make the sender's files those of their message, in this order, each named once.

    Must be called in the transaction of the message, with the lock of its room. Raises TooManyAttachments,
    UnknownAttachments: also for one that another message got meanwhile.
    """
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST_ATTACHMENTS:
        raise TooManyAttachments
    if not wanted or message.sender is None:
        return []
    found = {row.pk: row for row in _unsent(message.sender, wanted).select_for_update().order_by("pk")}
    if len(found) != len(wanted):
        raise UnknownAttachments
    taken = [found[key] for key in wanted]
    for position, row in enumerate(taken):
        row.message, row.position = message, position
    Attachment.objects.bulk_update(taken, ["message", "position"])
    return taken


def remove_unsent(*, now: datetime) -> int:
    """Remove the files that were uploaded a day ago and never sent; return how many."""
    removed = 0
    while True:
        with transaction.atomic():
            rows = Attachment.objects.filter(message=None, created_at__lte=now - UNSENT_FOR)
            batch = list(rows.select_for_update(skip_locked=True).order_by("created_at")[:_BATCH])
            remove(batch)
        removed += len(batch)
        if len(batch) < _BATCH:
            return removed


def remove_orphans(*, now: datetime) -> int:
    """Remove the files that no row names, as somebody who was killed left them; return how many."""
    storage = private_storage()
    try:
        _, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    removed = 0
    for start in range(0, len(names), _BATCH):
        part = [f"{FOLDER}/{name}" for name in names[start : start + _BATCH]]
        kept = set(Attachment.objects.filter(file__in=part).values_list("file", flat=True))
        removed += sum(_remove_old(storage, name, now) for name in part if name not in kept)
    return removed


def remove(rows: Iterable[Attachment]) -> None:
    """Delete rows, and their files once that is committed; must be called in a transaction."""
    gone = list(rows)
    Attachment.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for row in gone:
        transaction.on_commit(partial(row.file.storage.delete, str(row.file)))


def _unsent(uploader: User, ids: Sequence[UUID]) -> QuerySet[Attachment]:
    return Attachment.objects.filter(pk__in=ids, uploader=uploader, message=None)


def _remove_old(storage: Storage, name: str, now: datetime) -> bool:
    """Remove a file, unless it is so new that its row may be about to be committed."""
    try:
        is_old = storage.get_modified_time(name) <= now - UNSENT_FOR
    except FileNotFoundError:
        return False
    if is_old:
        storage.delete(name)
    return is_old
