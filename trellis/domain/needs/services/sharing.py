"""What a candidate shares with an application, waives, opens again and takes back.

Who changes what they share is alone with their needs, by a lock that is taken before any application's row.
Whoever changes a task holds the row of its application, as who starts an interview of it does: of a need that
is added and an interview that starts at once, one comes first, and the other hears of it.
"""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import write_columns
from trellis.core.db.locks import lock
from trellis.core.events import DomainEvent, Happened
from trellis.domain.accounts.models import User
from trellis.domain.jobs.events import Staged
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.rules.stages import can_be_withdrawn
from trellis.domain.jobs.services.locks import locked_application
from trellis.domain.needs import events
from trellis.domain.needs.models import Need, NeedTask
from trellis.domain.needs.queries.tasks import is_under_way, task_for, tasks_for, tasks_of
from trellis.domain.needs.queries.wishes import needs_of
from trellis.domain.needs.refusals import ApplicationOver, IsSettled, NoSuchNeed, NotToBeShared, UnderWay
from trellis.domain.needs.rules.catalogue import Known
from trellis.domain.needs.rules.tasks import Standing, standing_of


def share(*, application: Application, user: User, need_id: int, now: datetime) -> tuple[NeedTask, bool]:
    """Share a need of one's own with one's application; return the task, and whether it is new.

    Raises NoSuchNeed, NotToBeShared, ApplicationOver, UnderWay.
    """
    with transaction.atomic():
        lock("needs", user.pk)
        need = needs_of(user).filter(pk=need_id).first()
        if need is None:
            raise NoSuchNeed
        if need.known == Known.RATHER_NOT_SAY:
            raise NotToBeShared
        current = _preparable(application)
        there = tasks_for(current).filter(need=need).first()
        if there is not None:
            return there, False
        task = NeedTask(need=need, application=current, title=need.title, created_at=now, updated_at=now)
        task.save(force_insert=True)
        tell(events.need_shared, task, actor_id=user.pk, now=now)
    return task, True


def waive(*, application: Application, user: User, task_id: int, now: datetime) -> NeedTask:
    """Do without: the interview need not wait for this. Raises NoNeed, IsSettled."""
    with transaction.atomic():
        task = task_for(locked_application(application), task_id)
        if standing_of(task) is not Standing.OPEN:
            raise IsSettled
        write_columns(task, now, waived_at=now)
        tell(events.need_waived, task, actor_id=user.pk, now=now)
    return task


def reopen(*, application: Application, user: User, task_id: int, now: datetime) -> NeedTask:
    """Say that a need is not met after all, or that one does not do without.

    Raises NoNeed, ApplicationOver, UnderWay. What is open stays open.
    """
    with transaction.atomic():
        current = _preparable(application)
        task = task_for(current, task_id)
        if standing_of(task) is Standing.OPEN:
            return task
        write_columns(task, now, waived_at=None, done_at=None, done_by=None)
        tell(events.need_reopened, task, actor_id=user.pk, now=now)
    return task


def take_back(*, application: Application, user: User, task_id: int, now: datetime) -> None:
    """Share a need no longer: the employer has it no longer, either. Raises NoNeed."""
    with transaction.atomic():
        lock("needs", user.pk)
        task = task_for(locked_application(application), task_id)
        _drop(task, actor_id=user.pk, now=now)


def take_back_all(need: Need, *, actor_id: int, now: datetime) -> None:
    """Share a need with no application any more; in a transaction that is alone with the person's needs."""
    # In the order of keys, as everybody locks who locks several.
    for application in [task.application for task in tasks_of(need)]:
        current = locked_application(application)
        for task in tasks_for(current).filter(need=need):
            _drop(task, actor_id=actor_id, now=now)


def end_with_application(event: Happened[Application, Staged]) -> None:
    """Forget what was needed for an application that is withdrawn: there will be no interview."""
    NeedTask.objects.of(event.subject.organization_id).filter(application=event.subject).delete()


def tell(
    event: DomainEvent[NeedTask, events.OfApplication], task: NeedTask, *, actor_id: int, now: datetime
) -> None:
    """Publish what has become of a task."""
    data = events.OfApplication(application_id=task.application_id, posting_id=task.application.posting_id)
    event.publish(actor_id=actor_id, subject=task, now=now, tenant_id=task.organization_id, data=data)


def _preparable(application: Application) -> Application:
    """Lock an application for which there can still be an interview; raise ApplicationOver, UnderWay."""
    current = locked_application(application)
    if not can_be_withdrawn(current):
        raise ApplicationOver
    if is_under_way(current):
        raise UnderWay
    return current


def _drop(task: NeedTask, *, actor_id: int, now: datetime) -> None:
    tell(events.need_taken_back, task, actor_id=actor_id, now=now)
    task.delete()
