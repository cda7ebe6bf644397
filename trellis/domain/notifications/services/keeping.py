"""How long notifications are kept."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.rules.limits import KEPT, KEPT_READ

_BATCH = 2000


def remove_old(*, now: datetime, most: int = _BATCH) -> int:
    """Remove what was read long ago, and what is older still, at most so many; return how many were.

    What is asked to wait longer than it is kept goes with it.
    """
    is_old = Q(created_at__lt=now - KEPT) | Q(read_at__isnull=False, created_at__lt=now - KEPT_READ)
    with transaction.atomic():
        old = Notification.objects.filter(is_old).order_by("id").values_list("pk", flat=True)
        keys = list(old.select_for_update(skip_locked=True)[:most])
        Notification.objects.filter(pk__in=keys).delete()
    return len(keys)
