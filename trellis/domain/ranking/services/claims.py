"""Whose a run is: of two workers that have it, the one that took it last."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.domain.ranking.models import Run
from trellis.domain.ranking.refusals import Replaced
from trellis.domain.ranking.rules.runs import RunStatus, Stage, percentage

Clock = Callable[[], datetime]


def claimed(run_id: int, *, now: datetime) -> Run | None:
    """Take a run, one attempt more, from whoever had it; return None where it has ended."""
    with transaction.atomic():
        rows = Run.objects.select_related("posting").select_for_update(of=("self",), no_key=True)
        run = rows.filter(pk=run_id, status=RunStatus.RANKING).first()
        if run is None:
            return None
        run.attempts += 1
        run.seen_at = now
        run.save(update_fields=["attempts", "seen_at"])
    return run


def tell(run: Run, stage: Stage, *, done: int = 0, of: int = 0, now: datetime) -> None:
    """Say how far a run is, as its worker; raise Replaced."""
    _write(run, stage=stage, percentage=percentage(stage, done, of), seen_at=now)


def live(run: Run, *, now: datetime) -> None:
    """Give a sign of life, as the worker of a run; raise Replaced."""
    _write(run, seen_at=now)


def _write(run: Run, **values: Any) -> None:
    own = Run.objects.filter(pk=run.pk, status=RunStatus.RANKING, attempts=run.attempts)
    if not own.update(**values):
        raise Replaced
