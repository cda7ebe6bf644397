"""Staff revoke a badge that should never have been, and say why."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.domain.credentials import events
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.refusals import NoReason
from trellis.domain.credentials.rules.choices import State


def revoke(*, badge: Badge, reason: str, actor_id: int | None, now: datetime) -> bool:
    """Revoke a badge, for good; return whether it was valid until now. Raise NoReason.

    Its person is told why. Whoever checks it is told that it is revoked, and since when.
    """
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        row = Badge.objects.select_for_update(no_key=True).get(pk=badge.pk)
        if row.state != State.VALID:
            return False
        set_columns(row, state=State.REVOKED, ended_at=now, end_reason=reason, is_shown=False)
        events.badge_revoked.publish(
            actor_id=actor_id, subject=row, data={}, personal={"reason": reason}, now=now
        )
    return True
