"""How rankings of a job fare, and where they have put whom."""

from datetime import datetime

from django.db.models import QuerySet

from trellis.core.db.prepared import Argument
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.ranking.models import Place, Run
from trellis.domain.ranking.rules.runs import RunStatus


def latest_run(posting: Posting) -> Run | None:
    """Return the newest ranking of a job's applicants, None where there was none."""
    return Run.objects.filter(posting=posting).order_by("-number").first()


def ranked_run(posting: Posting) -> Run | None:
    """Return the last ranking of a job's applicants that ended well, None where there was none."""
    return Run.objects.filter(posting=posting, status=RunStatus.RANKED).order_by("-number").first()


def places_in(run_id: int | Argument) -> QuerySet[Place]:
    """Return where a run has put those who are still applicants; the newest row is the best."""
    return Place.objects.filter(run=run_id).exclude(application__stage=Stage.WITHDRAWN)


def place_of(application: Application) -> Place | None:
    """Return where an application stands in the last ranking that ended well, with its run; else None."""
    rows = Place.objects.filter(application=application).select_related("run")
    return rows.order_by("-run__number").first()


def silent_runs(*, before: datetime) -> QuerySet[Run]:
    """Return the runs under way of which nothing was heard since then, with their jobs."""
    rows = Run.objects.filter(status=RunStatus.RANKING, seen_at__lt=before)
    return rows.select_related("posting").order_by("pk")
