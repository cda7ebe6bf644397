"""How a run ends: with places, or with the reason why there are none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.db.bulk import copied
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.rules.choices import RankingStatus
from trellis.domain.ranking import events
from trellis.domain.ranking.models import Place, Run
from trellis.domain.ranking.queries.readings import rankable
from trellis.domain.ranking.queries.runs import silent_runs
from trellis.domain.ranking.refusals import Replaced
from trellis.domain.ranking.rules.runs import GIVEN_UP_AFTER, Fault, RunStatus, Stage
from trellis.domain.ranking.rules.showing import reason_json, summary_of
from trellis.intelligence.ranking.judging import Judged

_COLUMNS = ("run", "application", "score", "place", "is_shared", "reasons")
# The status of the job for that of its newest run.
_STATUS = {
    RunStatus.RANKING: RankingStatus.RANKING,
    RunStatus.RANKED: RankingStatus.RANKED,
    RunStatus.FAILED: RankingStatus.FAILED,
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a run has found."""

    criteria: list[dict[str, Any]]
    judged: Sequence[Judged]
    keys: dict[str, int]  # of the applications, by their numbers
    unreadable: int
    audit: list[dict[str, Any]]


def finish(*, run: Run, result: Result, now: datetime) -> None:
    """Write the places in place of those of the run before, and end the run; raise Replaced."""
    with transaction.atomic():
        # The job is locked last: whoever applies meanwhile does not wait for all this.
        applications = _write_places(run, result)
        posting, current = _locked(run)
        current.criteria, current.audit = result.criteria, result.audit
        current.applications, current.unreadable = applications, result.unreadable
        _end(posting, current, RunStatus.RANKED, now, ["criteria", "audit", "applications", "unreadable"])
        events.ranking_finished.publish(
            actor_id=None,
            subject=current,
            now=now,
            tenant_id=posting.organization_id,
            data={"posting_id": posting.pk, "number": current.number, "applications": applications},
        )


def fail(
    *,
    run: Run,
    fault: Fault,
    detail: str = "",
    criteria: Sequence[dict[str, Any]] = (),
    audit: Sequence[dict[str, Any]] = (),
    now: datetime,
) -> None:
    """End a run that found nothing that may be shown; raise Replaced."""
    with transaction.atomic():
        posting, current = _locked(run)
        current.criteria, current.audit = list(criteria), list(audit)
        fail_locked(posting, current, fault, detail=detail, now=now)


def fail_locked(posting: Posting, run: Run, fault: Fault, *, detail: str = "", now: datetime) -> None:
    """Do so where the job is locked."""
    run.fault, run.fault_detail = fault, detail
    _end(posting, run, RunStatus.FAILED, now, ["fault", "fault_detail", "criteria", "audit"])
    events.ranking_failed.publish(
        actor_id=None,
        subject=run,
        now=now,
        tenant_id=posting.organization_id,
        data={"posting_id": posting.pk, "number": run.number, "fault": str(fault)},
    )


def give_up_silent(*, now: datetime) -> None:
    """End the runs of which nothing was heard for so long that no worker can have them."""
    for run in silent_runs(before=now - GIVEN_UP_AFTER):
        with transaction.atomic():
            posting = _locked_posting(run)
            current = silent_runs(before=now - GIVEN_UP_AFTER).select_for_update(no_key=True, of=("self",))
            if found := current.filter(pk=run.pk).first():
                fail_locked(posting, found, Fault.SILENT, now=now)


def show(posting: Posting, run: Run) -> None:
    """Have a job say how its newest run stands; the job is locked."""
    posting.ranking_status, posting.ranking_task_id = _STATUS[RunStatus(run.status)], str(run.pk)
    posting.candidate_ranking_data = summary_of(run)
    # Not a change of the job: nobody else is to see by its version or date that somebody ranks.
    posting.save(update_fields=["ranking_status", "ranking_task_id", "candidate_ranking_data"])


def _write_places(run: Run, result: Result) -> int:
    """Write where each application stands that is still to be ranked; return how many that are."""
    Place.objects.filter(run__posting=run.posting_id).delete()
    still = set(rankable(run.posting).values_list("pk", flat=True))
    those = [each for each in reversed(result.judged) if result.keys[each.number] in still]
    copied(Place, _COLUMNS, (_row(run, result.keys[each.number], each) for each in those))
    return len(those)


def _row(run: Run, key: int, judged: Judged) -> tuple[Any, ...]:
    reasons = json.dumps([reason_json(reason) for reason in judged.reasons])
    return (run.pk, key, judged.score, judged.place, judged.is_shared, reasons)


def _locked(run: Run) -> tuple[Posting, Run]:
    """Lock the job, and the run if it is still this worker's, which it is by its attempt; raise Replaced."""
    posting = _locked_posting(run)
    rows = Run.objects.select_for_update(no_key=True)
    current = rows.filter(pk=run.pk, status=RunStatus.RANKING, attempts=run.attempts).first()
    if current is None:
        raise Replaced
    return posting, current


def _locked_posting(run: Run) -> Posting:
    rows = Posting.objects.of(run.posting.organization_id).select_for_update(no_key=True)
    return rows.get(pk=run.posting_id)


def _end(posting: Posting, run: Run, status: RunStatus, now: datetime, fields: list[str]) -> None:
    run.status, run.stage, run.percentage = status, Stage.DONE, Stage.DONE.percentage
    run.seen_at = run.finished_at = now
    run.save(update_fields=[*fields, "status", "stage", "percentage", "seen_at", "finished_at"])
    show(posting, run)
