"""What an employer does about needs, and whether an interview may start."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.db.columns import write_columns
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.services.locks import locked_application
from trellis.domain.needs import events
from trellis.domain.needs.models import NeedTask
from trellis.domain.needs.queries.tasks import open_tasks_for, task_for
from trellis.domain.needs.refusals import IsSettled, NeedsOpen, NoSuchMember, NotAllowed
from trellis.domain.needs.rules.tasks import Standing, may_assign, may_meet, refuse_past, standing_of
from trellis.domain.needs.services.sharing import tell
from trellis.domain.notifications.rules import zone_of
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import members_of

_ASSIGNED = ("owner", "due_date")


def assign(
    *, application: Application, task_id: int, member: Membership, fields: Mapping[str, Any], now: datetime
) -> NeedTask:
    """Say whose task it is (`owner`, the key of an account) and until when (`due_date`); None is nobody's.

    Raises NotAllowed, NoNeed, NoSuchMember, DueInThePast.
    """
    if not may_assign(member):
        raise NotAllowed
    with transaction.atomic():
        task = task_for(locked_application(application), task_id)
        values = {name: fields[name] for name in _ASSIGNED if name in fields}
        if "owner" in values:
            values["owner"] = _colleague(member, values["owner"])
        if values.get("due_date") != task.due_date:
            refuse_past(values.get("due_date"), today=now.astimezone(zone_of(member.user)).date())
        if all(getattr(task, name) == value for name, value in values.items()):
            return task
        write_columns(task, now, **values)
        _tell_of_assignment(task, member, now)
    return task


def meet(*, application: Application, task_id: int, member: Membership, now: datetime) -> NeedTask:
    """Say that a need is met, once or again. Raises NotAllowed, NoNeed, IsSettled where it was waived."""
    with transaction.atomic():
        task = task_for(locked_application(application), task_id)
        if not may_meet(task, member):
            raise NotAllowed
        standing = standing_of(task)
        if standing is Standing.WAIVED:
            raise IsSettled
        if standing is Standing.MET:
            return task
        write_columns(task, now, done_by=member.user, done_at=now)
        tell(events.need_met, task, actor_id=member.user_id, now=now)
    return task


def refuse_unmet(application: Application, *, is_told: bool) -> None:
    """Raise NeedsOpen unless all is met or waived that is shared with an application.

    In a transaction that starts an interview of it: until that ends, nothing can be added. What is open is in
    the refusal for those who may know it.
    """
    titles = list(open_tasks_for(locked_application(application)).values_list("title", flat=True))
    if titles:
        raise NeedsOpen(titles if is_told else ())


def _colleague(member: Membership, key: int | None) -> User | None:
    if key is None:
        return None
    found = members_of(member.organization_id).filter(user_id=key).first()
    if found is None:
        raise NoSuchMember
    return found.user


def _tell_of_assignment(task: NeedTask, member: Membership, now: datetime) -> None:
    data = events.Assigned(
        application_id=task.application_id,
        posting_id=task.application.posting_id,
        owner_id=task.owner_id,
    )
    events.need_assigned.publish(
        actor_id=member.user_id, subject=task, now=now, tenant_id=task.organization_id, data=data
    )
