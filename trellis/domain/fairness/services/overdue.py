"""Telling both sides that a contest was not answered in time."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.domain.fairness import events
from trellis.domain.fairness.models import Contest
from trellis.domain.fairness.queries.contests import overdue_untold
from trellis.domain.fairness.services.contesting import tell
from trellis.domain.jobs.services.locks import locked_application


def tell_of_overdue(*, now: datetime) -> int:
    """Tell of each open contest whose time is over, once; return of how many. Each in its own transaction."""
    return sum(_tell_of(each, now) for each in overdue_untold(now).select_related("application"))


def _tell_of(contest: Contest, now: datetime) -> bool:
    with transaction.atomic():
        locked_application(contest.application)
        current = overdue_untold(now).select_related("application__posting").filter(pk=contest.pk).first()
        if current is None:
            return False
        set_columns(current, told_overdue_at=now)
        tell(events.contest_overdue, current, actor_id=None, now=now)
    return True
