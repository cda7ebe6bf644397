"""What becomes of an application: the organization decides, the candidate may withdraw."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from trellis.core.events import DomainEvent, Happened
from trellis.domain.accounts.models import User
from trellis.domain.candidates.events import Gone
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.jobs import events
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.queries.applications import applications_of
from trellis.domain.jobs.refusals import CandidatesOwn, OrganizationsOwn
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.rules.stages import DECISIONS, OPEN, refuse_step
from trellis.domain.jobs.services.locks import locked_application
from trellis.domain.jobs.services.promising import keep
from trellis.domain.jobs.services.revealing import reveal
from trellis.domain.notifications.rules import zone_of
from trellis.domain.organizations.models import Membership


def decide(
    *, application: Application, member: Membership, decision: Stage, message: str = "", now: datetime
) -> Application:
    """Bring an application to another stage, and tell the candidate so, with a message if there is one.

    With a step ahead a blind one is blind no longer. Raises CandidatesOwn for what is not the organization's
    to say, Withdrawn and InvalidStep; then nobody is told anything.
    """
    if decision not in DECISIONS:
        raise CandidatesOwn
    with transaction.atomic():
        current = locked_application(application)
        refuse_step(current, decision, zone=zone_of(member.user))
        before = current.stage
        current.decided_by, current.decided_at, current.message = member.user, now, message
        reveal(current, decision, member=member, now=now)
        _write(current, decision, now, ["decided_by", "decided_at", "message", "is_blind"])
        keep(current, decision, now=now)
        told = {"message": message} if message else None
        _publish(events.application_decided, current, before, member.user_id, now, told)
    return current


def withdraw(
    *, application: Application, user: User, decision: Stage = Stage.WITHDRAWN, now: datetime
) -> Application:
    """Take one's own application back; raise Withdrawn, InvalidStep where there is nothing to take back.

    Any other `decision` is the organization's: raises OrganizationsOwn.
    """
    if decision is not Stage.WITHDRAWN:
        raise OrganizationsOwn
    with transaction.atomic():
        current = locked_application(application)
        refuse_step(current, Stage.WITHDRAWN, zone=zone_of(user))
        _withdraw(current, user.pk, now)
    return current


def withdraw_all(event: Happened[CandidateProfile, Gone]) -> None:
    """Take all open applications back of somebody whose profile goes."""
    withdraw_open(user=event.subject.user, actor_id=event.actor_id, now=event.now)


def withdraw_open(*, user: User, actor_id: int | None, now: datetime) -> None:
    """Take all open applications of somebody back; in a transaction."""
    rows = applications_of(user).filter(stage__in=OPEN)
    # In the order of keys, as everybody locks who locks several.
    shown = rows.select_related("posting__organization", "candidate").order_by("pk")
    for application in shown.select_for_update(of=("self",), no_key=True):
        _withdraw(application, actor_id, now)


def _withdraw(application: Application, actor_id: int | None, now: datetime) -> None:
    before, application.withdrawn_at = application.stage, now
    _write(application, Stage.WITHDRAWN, now, ["withdrawn_at"])
    _publish(events.application_withdrawn, application, before, actor_id, now)


def _write(application: Application, stage: Stage, now: datetime, fields: list[str]) -> None:
    application.stage, application.updated_at = stage, now
    application.version += 1
    application.save(update_fields=[*fields, "stage", "updated_at", "version"])


def _publish(
    event: DomainEvent[Application, events.Staged],
    application: Application,
    before: str,
    actor_id: int | None,
    now: datetime,
    told: Mapping[str, object] | None = None,
) -> None:
    event.publish(
        actor_id=actor_id,
        subject=application,
        now=now,
        tenant_id=application.organization_id,
        data={
            "posting_id": application.posting_id,
            "candidate_id": application.candidate_id,
            "changes": {"stage": [str(before), str(application.stage)]},
        },
        personal=told,
    )
