"""How an application was judged: by people, as the record has it, and by a ranking."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trellis.core.events import history_of, told_by
from trellis.domain.accounts.models import User
from trellis.domain.jobs.events import application_decided
from trellis.domain.jobs.models import Application
from trellis.domain.ranking.queries.readings import reading_of
from trellis.domain.ranking.queries.runs import place_of


@dataclass(frozen=True)
class Decision:
    """Somebody has brought an application to a stage; what they told the candidate may be erased ("")."""

    stage: str
    decided_by: User | None
    decided_at: datetime
    message: str


def decisions_of(application: Application) -> list[Decision]:
    """Return all decisions on an application, the first first."""
    told = list(history_of(application).filter(kind=application_decided.kind))
    people = User.objects.in_bulk({each.actor_id for each in told if each.actor_id is not None})
    return [
        Decision(
            stage=each.data["changes"]["stage"][1],
            decided_by=people.get(each.actor_id or 0),
            decided_at=each.happened_at,
            message=told_by(each).get("message", ""),
        )
        for each in told
    ]


def ranking_of(application: Application, *, is_member: bool) -> dict[str, Any] | None:
    """Return what the last ranking that ended well says of an application, None where it was not in one.

    Its place is for members alone: it says how many others were put before, and moves with them.
    """
    place = place_of(application)
    if place is None:
        return None
    run, reading = place.run, reading_of(application)
    return {
        "run": run.number,
        "rule": run.rule,
        "ranked_at": run.finished_at,
        "score": place.score,
        "place": place.place if is_member else None,
        "is_shared": place.is_shared if is_member else None,
        "criteria": run.criteria,
        "reasons": place.reasons,
        "resume_fault": reading.fault if reading else "",
    }
