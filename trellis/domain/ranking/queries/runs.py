"""How rankings of a job fare, and where they have put whom."""

from trellis.domain.jobs.models import Application, Posting
from trellis.domain.ranking.models import Place, Run


def latest_run(posting: Posting) -> Run | None:
    """Return the newest ranking of a job's applicants, None where there was none."""
    return Run.objects.filter(posting=posting).order_by("-number").first()


def place_of(application: Application) -> Place | None:
    """Return where an application stands in the last ranking that ended well, with its run; else None."""
    rows = Place.objects.filter(application=application).select_related("run")
    return rows.order_by("-run__number").first()
