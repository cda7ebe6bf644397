"""What workers do: read what applications say, and rank."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.ranking.services import ending, ranking, readings


@app.task(retry=RETRY)
def read_application(*, application_id: int) -> None:
    """Read what one application says; nothing, where that is done."""
    readings.read(application_id=application_id, now=timezone.now())


@app.task(retry=RETRY)
def rank_candidates(*, run_id: int) -> None:
    """Carry out one run; nothing, where it has ended."""
    ranking.carry_out(run_id=run_id, now=timezone.now)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="give_up_silent_rankings")
def give_up_silent_rankings(timestamp: int) -> None:
    """End runs of which nothing was heard for an hour."""
    ending.give_up_silent(now=timezone.now())
