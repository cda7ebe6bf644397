"""How what a run has found is kept and shown, as JSON has it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from trellis.domain.ranking.rules.runs import Fault
from trellis.intelligence.ranking.auditing import Check
from trellis.intelligence.ranking.criteria import WEIGHTS, Criterion
from trellis.intelligence.ranking.judging import Reason

if TYPE_CHECKING:
    from trellis.domain.ranking.models import Run

KINDS = tuple(WEIGHTS)
STRENGTHS = ("shown", "named", "near", "missing")


def criterion_json(criterion: Criterion) -> dict[str, Any]:
    """Return a criterion."""
    return {name: getattr(criterion, name) for name in ("key", "kind", "text", "weight")}


def reason_json(reason: Reason) -> dict[str, Any]:
    """Return how one criterion is answered, with the quotes that say so."""
    evidence = ("source", "field", "start", "end", "quote")
    return {
        "criterion": reason.criterion.key,
        "text": reason.criterion.text,
        "weight": reason.criterion.weight,
        "strength": reason.strength,
        "points": reason.points,
        "evidence": [{name: getattr(each, name) for name in evidence} for each in reason.evidence],
        "note": reason.note,
    }


def check_json(check: Check) -> dict[str, Any]:
    """Return what a check of a run has found."""
    return {"name": check.name, "looked_at": check.looked_at, "moved": list(check.moved)}


def fault_json(run: "Run") -> dict[str, str] | None:
    """Return why a run failed, in words; None where it did not."""
    if not run.fault:
        return None
    return {"code": run.fault, "sentence": Fault(run.fault).sentence, "detail": run.fault_detail}


def summary_of(run: "Run") -> dict[str, Any]:
    """Return what a job says of its newest run."""
    return {
        "run": run.number,
        "rule": run.rule,
        "asked_at": _moment(run.asked_at),
        "finished_at": _moment(run.finished_at),
        "criteria": run.criteria,
        "applications": run.applications,
        "unreadable": run.unreadable,
        "audit": run.audit,
        "fault": fault_json(run),
    }


def progress_of(run: "Run") -> dict[str, Any]:
    """Return how far a run is."""
    return {"stage": run.stage, "percentage": run.percentage}


def _moment(moment: datetime | None) -> str | None:
    """Return a moment as this door prints them."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
