"""The promise of an interview: candidates opt in, the organization says whether they meet the criteria."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.events import DomainEvent
from trellis.domain.accounts.models import User
from trellis.domain.jobs import events
from trellis.domain.jobs.models import Application, InterviewPromise
from trellis.domain.jobs.queries.promises import promise_for
from trellis.domain.jobs.refusals import NothingPromised, PromiseSettled
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.rules.promises import KEEPING, refuse_unknown
from trellis.domain.jobs.rules.stages import can_be_withdrawn
from trellis.domain.jobs.services.locks import locked_application
from trellis.domain.organizations.models import Membership


def opt_in(*, application: Application, user: User, now: datetime) -> tuple[InterviewPromise, bool]:
    """Take up the promise of an interview, with the criteria as they are; return it, and whether it is new.

    Raises NothingPromised, and PromiseSettled for an application that is decided.
    """
    with transaction.atomic():
        current = locked_application(application)
        there = InterviewPromise.objects.filter(application=current).first()
        if there is not None:
            return promise_for(current), False
        if not current.posting.offers_interview:
            raise NothingPromised
        if not can_be_withdrawn(current):
            raise PromiseSettled
        promise = InterviewPromise(
            application=current, criteria=current.posting.essential_criteria, opted_in_at=now
        )
        if current.stage in KEEPING:
            promise.kept_at = now
        promise.save(force_insert=True)
        _tell(events.promise_taken_up, promise, actor_id=user.pk, now=now)
    return promise, True


def opt_out(*, application: Application) -> None:
    """Let go of the promise; raise NoPromise."""
    with transaction.atomic():
        promise_for(locked_application(application)).delete()


def judge(
    *, application: Application, member: Membership, missing: Sequence[str], now: datetime
) -> InterviewPromise:
    """Say which of the essential criteria somebody does not meet: with none an interview is owed.

    What was decided against stands as it was judged then. Raises NoPromise, NoSuchCriterion, PromiseSettled.
    """
    with transaction.atomic():
        current = locked_application(application)
        promise = promise_for(current)
        if promise.kept_at is not None or not can_be_withdrawn(current):
            raise PromiseSettled
        refuse_unknown(missing, criteria=promise.criteria)
        found = [each for each in promise.criteria if each in missing]
        if promise.judged_at is not None and found == promise.missing:
            return promise
        set_columns(promise, missing=found, judged_at=now, judged_by=member.user)
        _tell(events.promise_judged, promise, actor_id=member.user_id, now=now)
    return promise


def keep(application: Application, decision: Stage, *, now: datetime) -> None:
    """Note that a promise is kept where an application comes to an interview; in its transaction."""
    if decision in KEEPING:
        InterviewPromise.objects.filter(application=application, kept_at=None).update(kept_at=now)


def _tell(
    event: DomainEvent[InterviewPromise, events.Promised],
    promise: InterviewPromise,
    *,
    actor_id: int,
    now: datetime,
) -> None:
    application = promise.application
    data = events.Promised(
        application_id=application.pk, posting_id=application.posting_id, is_met=not promise.missing
    )
    event.publish(
        actor_id=actor_id, subject=promise, now=now, tenant_id=application.organization_id, data=data
    )
