"""Contesting how one was judged, and withdrawing that.

Whoever makes, withdraws or answers a contest holds the row of its application, as who decides on it does.
"""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.events import DomainEvent, Happened
from trellis.domain.accounts.models import User
from trellis.domain.fairness import events
from trellis.domain.fairness.models import Contest
from trellis.domain.fairness.queries.contests import (
    clock_of,
    contests_of,
    judged,
    open_contest_of,
    open_contests_by,
)
from trellis.domain.fairness.refusals import NoContest
from trellis.domain.fairness.rules.clock import due_at
from trellis.domain.fairness.rules.contests import refuse_nothing
from trellis.domain.jobs.events import Staged
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.services.locks import locked_application
from trellis.domain.notifications.rules import zone_named


def contest(
    *, application: Application, user: User, reason: str, wants_person: bool = False, now: datetime
) -> tuple[Contest, bool]:
    """Contest how an application was judged; return the contest, and whether it is new.

    One is open at a time. Raises ApplicationOver, NothingJudged, AlreadyAnswered, TooManyContests.
    """
    with transaction.atomic():
        current = locked_application(application)
        before = list(contests_of(current))
        still = next((each for each in before if each.answered_at is each.withdrawn_at is None), None)
        if still is not None:
            return still, False
        last = judged(current)
        refuse_nothing(
            current,
            judged_at=last.at,
            last_answer=max((each.answered_at for each in before if each.answered_at), default=None),
            made=len(before),
        )
        zone = clock_of(current.organization_id)
        made = Contest(
            application=current,
            stage=current.stage,
            judged_by_id=last.by_id,
            reason=reason,
            wants_person=wants_person,
            made_at=now,
            due_at=due_at(now, zone_named(zone)),
            zone=zone,
        )
        made.save(force_insert=True)
        tell(events.contest_made, made, actor_id=user.pk, now=now)
    return made, True


def withdraw(*, application: Application, user: User, now: datetime) -> None:
    """Withdraw the contest of one's application that is open; raise NoContest."""
    with transaction.atomic():
        _end(open_contest_of(locked_application(application)), actor_id=user.pk, now=now)


def withdraw_all(*, user: User, now: datetime) -> None:
    """Withdraw all open contests of somebody who goes; each in a transaction of its own."""
    for each in open_contests_by(user).select_related("application"):
        try:
            withdraw(application=each.application, user=user, now=now)
        except NoContest:  # answered meanwhile
            continue


def end_with_application(event: Happened[Application, Staged]) -> None:
    """Withdraw the open contest of an application that its candidate takes back."""
    for each in contests_of(event.subject).filter(answered_at=None, withdrawn_at=None):
        _end(each, actor_id=event.actor_id, now=event.now)


def tell(
    event: DomainEvent[Contest, events.OfApplication], row: Contest, *, actor_id: int | None, now: datetime
) -> None:
    """Publish what has become of a contest."""
    data = events.OfApplication(application_id=row.application_id, posting_id=row.application.posting_id)
    event.publish(actor_id=actor_id, subject=row, now=now, tenant_id=row.organization_id, data=data)


def _end(row: Contest, *, actor_id: int | None, now: datetime) -> None:
    set_columns(row, withdrawn_at=now)
    tell(events.contest_withdrawn, row, actor_id=actor_id, now=now)
