"""What notices do by the clock."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from trellis.core.post.push.sending import ServiceBusy
from trellis.core.tasks import RETRY
from trellis.domain.notifications.services import keeping, pushing, subscribing

_LONGEST_PAUSE = 3_600  # seconds


class AsServicesSay(BaseRetryStrategy):
    """A push service says for how long it is to be left alone; the message says when it is of no use."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when the job is tried again; None for never."""
        if not isinstance(exception, ServiceBusy):
            return RETRY.get_retry_decision(exception=exception, job=job)
        pause = min(4 ** (job.attempts + 1), _LONGEST_PAUSE)
        return RetryDecision(retry_in={"seconds": max(pause, int(exception.wait.total_seconds()))})


@app.task(retry=AsServicesSay())
def push(*, subscription_id: int, notification_ids: Sequence[int], until: str) -> None:
    """Show on a browser what its person has not read yet."""
    pushing.push_now(
        subscription_id=subscription_id,
        notification_ids=notification_ids,
        until=datetime.fromisoformat(until),
        now=timezone.now(),
    )


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="remove_dead_subscriptions")
def remove_dead_subscriptions(timestamp: int) -> None:
    """Remove browsers of sign-ins that have ended."""
    subscribing.remove_dead(now=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="remove_old_notifications")
def remove_old_notifications(timestamp: int) -> None:
    """Remove notifications that were read, or told, long ago."""
    while keeping.remove_old(now=timezone.now()):
        pass
