"""What is removed by the clock: what was said and taken back, and, where the operator says so, what is old.

Nothing of a message that somebody has reported goes before staff have decided.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from trellis.domain.messaging.models import Attachment, FormerText, Message, Report
from trellis.domain.messaging.rules.limits import DELETED_KEPT
from trellis.domain.messaging.rules.reports import Status
from trellis.domain.messaging.services.attachments import remove

_BATCH = 200


def empty_deleted(*, now: datetime) -> int:
    """Empty what was taken back a month ago, files and all, and return how many messages that were.

    What messages said before they were changed is kept as long.
    """
    FormerText.objects.filter(~_is_reported("message"), until__lte=now - DELETED_KEPT).delete()
    full = ~Q(text="") | Q(attachment_count__gt=0)
    return _each_batch(Message.objects.filter(full, deleted_at__lte=now - DELETED_KEPT), _empty)


def remove_old(*, now: datetime) -> int:
    """Remove the messages that are older than settings.MESSAGE_DAYS, if those are set; return how many."""
    if not settings.MESSAGE_DAYS:
        return 0
    before = now - timedelta(days=settings.MESSAGE_DAYS)
    return _each_batch(Message.objects.filter(created_at__lt=before), _remove)


def _each_batch(rows: QuerySet[Message], act: Callable[[list[UUID]], None]) -> int:
    """Do something with messages, a few at a time; what is locked or reported has its turn another time."""
    left = rows.filter(~_is_reported("pk")).order_by("created_at")
    done = 0
    while True:
        with transaction.atomic():
            locked = left.select_for_update(of=("self",), skip_locked=True)
            keys = list(locked.values_list("pk", flat=True)[:_BATCH])
            files = list(Attachment.objects.filter(message__in=keys))
            act(keys)
            remove(files)
        done += len(keys)
        if len(keys) < _BATCH:
            return done


def _is_reported(message: str) -> Exists:
    return Exists(Report.objects.filter(message=OuterRef(message), status=Status.OPEN))


def _empty(keys: list[UUID]) -> None:
    Message.objects.filter(pk__in=keys).update(text="", attachment_count=0)


def _remove(keys: list[UUID]) -> None:
    Message.objects.filter(pk__in=keys).delete()
