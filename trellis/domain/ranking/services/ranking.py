"""How a worker ranks: it reads what is not read, judges, checks itself, and writes the places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog

from trellis.core.files.turns import Busy
from trellis.core.memory import uncollected
from trellis.core.outside import outside_of_transactions
from trellis.domain.jobs.models import Posting
from trellis.domain.ranking.models import Run
from trellis.domain.ranking.queries.pool import Pool, pool_of
from trellis.domain.ranking.queries.readings import not_embedded, unread
from trellis.domain.ranking.refusals import Replaced
from trellis.domain.ranking.rules.runs import MOST_ATTEMPTS, MOST_TURNS, Fault, Stage
from trellis.domain.ranking.rules.showing import check_json, criterion_json
from trellis.domain.ranking.rules.vectors import Floats, rounded
from trellis.domain.ranking.services import ending
from trellis.domain.ranking.services.claims import Clock, claimed, live, tell
from trellis.domain.ranking.services.readings import begin_missing, embed_all, understand
from trellis.intelligence.embeddings.client import embed, model_name
from trellis.intelligence.ranking.auditing import Check, audit
from trellis.intelligence.ranking.criteria import Criterion, ProtectedCriterion, criteria_of
from trellis.intelligence.ranking.judging import Judged, judge
from trellis.intelligence.refusals import ModelsAway

log = structlog.get_logger("trellis.ranking")
_AT_ONCE, _TEXTS_AT_ONCE = 20, 200  # applications, and texts, that are embedded together


def carry_out(*, run_id: int, now: Clock) -> None:
    """Rank the applicants of a job, unless the run has ended.

    Raises ModelsAway, Busy, and what nobody foresaw, for the queue to try again, a few times: then the run
    fails and says why.
    """
    outside_of_transactions()
    run = claimed(run_id, now=now())
    if run is None:
        return
    try:
        if run.attempts > MOST_TURNS:
            # Workers have died of it again and again.
            ending.fail(run=run, fault=Fault.BROKEN, now=now())
        else:
            _rank(run, now)
    except Replaced:
        log.info("a ranking was replaced", run=run_id)
    except Exception as error:
        _fail_or_raise(run, error, now)


def _rank(run: Run, now: Clock) -> None:
    """Rank, and end the run; raise Replaced."""
    try:
        criteria = _asked_for(run.posting)
    except ProtectedCriterion as refusal:
        detail = f"{refusal.criterion.text} ({', '.join(refusal.words)})"
        ending.fail(run=run, fault=Fault.PROTECTED_CRITERION, detail=detail, now=now())
        return
    _read(run, now)
    with uncollected():
        pool = pool_of(run.posting, model=model_name())
    judged, checks = _judged(run, pool, criteria, now)
    moved = [check.name for check in checks if check.moved]
    told = {
        "criteria": [criterion_json(each) for each in criteria],
        "audit": [check_json(each) for each in checks],
    }
    if moved:
        ending.fail(run=run, fault=Fault.ORDER_MOVED, detail=", ".join(moved), now=now(), **told)
    else:
        result = ending.Result(judged=judged, keys=pool.keys, unreadable=pool.unreadable, **told)
        with uncollected():
            ending.finish(run=run, result=result, now=now())


def _asked_for(posting: Posting) -> tuple[Criterion, ...]:
    return criteria_of(title=posting.title, skills=posting.skills, essential=posting.essential_criteria)


def _read(run: Run, now: Clock) -> None:
    """Read and have embedded what is not yet; raise Replaced, Busy, ModelsAway."""
    tell(run, Stage.READING, now=now())
    begin_missing(posting=run.posting, now=now())
    due = list(unread(run.posting).values_list("pk", flat=True))
    for done, key in enumerate(due):
        tell(run, Stage.READING, done=done, of=len(due), now=now())
        for reading in unread(run.posting).filter(pk=key):
            understand(reading, now=now())
    due = list(not_embedded(run.posting, model=model_name()).values_list("pk", flat=True))
    for done in range(0, len(due), _AT_ONCE):
        tell(run, Stage.COMPARING, done=done, of=len(due), now=now())
        readings = not_embedded(run.posting, model=model_name())
        embed_all(list(readings.filter(pk__in=due[done : done + _AT_ONCE])))


def _judged(
    run: Run, pool: Pool, criteria: Sequence[Criterion], now: Clock
) -> tuple[Sequence[Judged], tuple[Check, ...]]:
    """Return where everybody stands, and what the checks have found; raise Replaced, ModelsAway."""
    if not pool.applicants:
        return [], ()
    tell(run, Stage.JUDGING, now=now())
    given: dict[str, Any] = {"vectors": _vectors_of(criteria), "until": run.asked_at.date()}

    def vectors_of(texts: Sequence[str]) -> list[Any]:
        found: list[Any] = []
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            live(run, now=now())
            found += _vectors(texts[start : start + _TEXTS_AT_ONCE])
        return found

    with uncollected():
        judged = judge(pool.applicants, criteria, sources=pool.sources, **given)
    tell(run, Stage.CHECKING, now=now())
    checks = audit(
        pool.sources,
        criteria,
        applicants=pool.applicants,
        judged=judged,
        vectors_of=vectors_of,
        on_progress=lambda done, of: tell(run, Stage.CHECKING, done=done, of=of, now=now()),
        **given,
    )
    return judged, checks


def _vectors_of(criteria: Sequence[Criterion]) -> dict[str, Floats]:
    found = _vectors([each.meaning for each in criteria])
    return {each.key: vector for each, vector in zip(criteria, found, strict=True)}


def _vectors(texts: Sequence[str]) -> Any:
    """Return vectors as those are that were kept, so that equal texts have equal ones."""
    return rounded(embed(texts))


def _fail_or_raise(run: Run, error: Exception, now: Clock) -> None:
    """End a run that has been tried often enough; else raise the error for the queue to try it again."""
    if run.attempts < (MOST_TURNS if isinstance(error, Busy) else MOST_ATTEMPTS):
        raise error
    log.error("a ranking failed", run=run.pk, exc_info=error)
    fault = Fault.MODELS_AWAY if isinstance(error, ModelsAway) else Fault.BROKEN
    try:
        ending.fail(run=run, fault=fault, now=now())
    except Replaced:
        log.info("a ranking was replaced", run=run.pk)
