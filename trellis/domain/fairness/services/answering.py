"""Answering a contest: a person does, another than who decided where there is one."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.domain.fairness import events
from trellis.domain.fairness.models import Contest
from trellis.domain.fairness.queries.contests import deciders_of, open_contest_of
from trellis.domain.fairness.rules.contests import Outcome, refuse_outcome, refuse_who_judged
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.services.deciding import decide
from trellis.domain.jobs.services.locks import locked_application
from trellis.domain.organizations.models import Membership


def answer(
    *,
    application: Application,
    member: Membership,
    outcome: Outcome,
    answer: str,
    decision: Stage | None = None,
    now: datetime,
) -> Contest:
    """Answer the open contest of an application; where it changes what was decided, decide that, too.

    Raises NoContest, AnotherAnswers, DecisionMissing, WorseDecision, NoDecisionHere, and what `decide`
    raises; then nothing is answered.
    """
    with transaction.atomic():
        current = locked_application(application)
        row = open_contest_of(current)
        refuse_who_judged(row, member, deciders=deciders_of(current.organization_id))
        refuse_outcome(outcome, decision)
        if decision is not None:
            decide(application=current, member=member, decision=decision, now=now)
        set_columns(row, outcome=outcome, answer=answer, answered_by=member.user, answered_at=now)
        _tell(row, member, now)
    return row


def _tell(row: Contest, member: Membership, now: datetime) -> None:
    data = events.Answered(
        application_id=row.application_id,
        posting_id=row.application.posting_id,
        outcome="changed" if row.outcome == Outcome.CHANGED else "upheld",
    )
    events.contest_answered.publish(
        actor_id=member.user_id, subject=row, now=now, tenant_id=row.organization_id, data=data
    )
