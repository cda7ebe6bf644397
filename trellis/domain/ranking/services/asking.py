"""How a ranking is asked for: one at a time for a job."""

from datetime import datetime

from django.db import transaction

from trellis.core.tasks import enqueue
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.services.locks import locked_posting
from trellis.domain.organizations.models import Membership
from trellis.domain.ranking import events
from trellis.domain.ranking.models import Run
from trellis.domain.ranking.queries.runs import latest_run
from trellis.domain.ranking.refusals import RankingRunning
from trellis.domain.ranking.rules.runs import ASKED_ANEW_AFTER, Fault, RunStatus
from trellis.domain.ranking.services.ending import fail_locked, show
from trellis.intelligence.ranking.judging import RULE


def ask(*, posting: Posting, member: Membership, now: datetime) -> Run:
    """Have a job's applicants ranked; raise RankingRunning while they are, NoPosting.

    A run of which nothing was heard for long is given up for the new one.
    """
    from trellis.domain.ranking import tasks  # which needs the services

    with transaction.atomic():
        current = locked_posting(posting)
        before = latest_run(current)
        if before is not None and before.status == RunStatus.RANKING:
            if now - before.seen_at < ASKED_ANEW_AFTER:
                raise RankingRunning
            fail_locked(current, before, Fault.SILENT, now=now)
        run = Run.objects.create(
            posting=current,
            number=before.number + 1 if before else 1,
            asked_by=member.user,
            rule=RULE,
            asked_at=now,
            seen_at=now,
        )
        show(current, run)
        enqueue(tasks.rank_candidates, run_id=run.pk)
        events.ranking_asked.publish(
            actor_id=member.user_id,
            subject=run,
            now=now,
            tenant_id=current.organization_id,
            data={"posting_id": current.pk, "number": run.number},
        )
    return run
