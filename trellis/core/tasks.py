"""Background tasks: the one seam to procrastinate, and the housekeeping that runs by the clock."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.tasks import Task

from trellis.core.models import KeptAnswer, Mail, Place, Sms, ThrottleCounter

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
# A worker that has not reported for this long is dead, and its jobs are another's to do.
STALLED_AFTER = timedelta(seconds=30)
_KEPT_JOBS_HOURS = 72
_KEPT_HOURS_OF_THE_CLOCK = 1
_DELETE_OF_THE_CLOCK = """
DELETE FROM procrastinate_jobs AS j USING procrastinate_events AS e
WHERE j.task_name = ANY(%(names)s) AND j.status = 'succeeded'
AND e.job_id = j.id AND e.type = 'succeeded' AND e.at < now() - make_interval(hours => %(hours)s)
"""
_KEPT_MAIL = timedelta(days=30)


def enqueue(task: Task[Any, Any, Any], *, wait: timedelta = timedelta(0), **arguments: Any) -> None:
    """Have the worker run `task` once the current transaction commits, and never if it does not.

    Not before `wait` has passed, where one is given. Arguments are keys of rows, never people's data: they
    are stored and logged with the job.
    """
    later = task.configure(schedule_in={"seconds": int(wait.total_seconds())}) if wait else task
    later.defer(**arguments)


def enqueue_all(task: Task[Any, Any, Any], arguments: Sequence[dict[str, Any]]) -> None:
    """Enqueue `task` once for each of these arguments, as `enqueue` does, with one statement."""
    if arguments:
        task.batch_defer(*arguments)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: Any, timestamp: int) -> None:
    """Hand the jobs of killed workers to living ones (procrastinate does not by itself)."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER.seconds):
        # One with a queueing lock whose like waits already: its turn comes when that is done.
        with suppress(UniqueViolation):
            await manager.retry_job(job)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: Any, timestamp: int) -> None:
    """Delete finished jobs after three days; after an hour those of the clock, of which there are many."""
    await context.app.job_manager.delete_old_jobs(nb_hours=_KEPT_JOBS_HOURS, include_failed=False)
    periodic = context.app.periodic_registry.periodic_tasks.values()
    await context.app.connector.execute_query_async(
        _DELETE_OF_THE_CLOCK, names=[each.task.name for each in periodic], hours=_KEPT_HOURS_OF_THE_CLOCK
    )


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="remove_old_rows")
def remove_old_rows(timestamp: int) -> None:
    """Delete closed throttle windows, lapsed leases, old answers, mail and messages of a month ago."""
    now = timezone.now()
    Place.objects.filter(until__lt=now).delete()
    ThrottleCounter.objects.filter(started_at__lt=now - timedelta(days=1)).delete()
    KeptAnswer.objects.filter(kept_at__lte=now - KeptAnswer.KEPT_FOR).delete()
    Mail.objects.filter(sent_at__lt=now - _KEPT_MAIL).delete()
    # One that was not sent by then came too late, or the gateway would not have it.
    Sms.objects.filter(created_at__lt=now - _KEPT_MAIL).delete()


def queue_health() -> dict[str, Any]:
    """Return how the queue fares: living workers, waiting jobs, age in seconds of the oldest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM procrastinate_workers"
            "        WHERE last_heartbeat > now() - make_interval(secs => %s)),"
            " count(*), coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, at))), 0)::int"
            " FROM procrastinate_jobs AS j"
            " LEFT JOIN LATERAL (SELECT min(at) AS at FROM procrastinate_events"
            "                    WHERE job_id = j.id AND type = 'deferred') AS e ON true"
            " WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()",
            [STALLED_AFTER.seconds],
        )
        workers, waiting, oldest = cursor.fetchone()
    return {"workers": workers, "waiting": waiting, "oldest_seconds": oldest}
