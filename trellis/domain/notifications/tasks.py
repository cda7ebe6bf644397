"""What notices do by the clock."""

from collections.abc import Collection

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.domain.notifications.services import keeping, waiting


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="deliver_waiting")
def deliver_waiting(timestamp: int) -> None:
    """Send people what was held back for them and is due."""
    waiting.deliver_waiting(now=timezone.now(), online=_nobody)


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="remove_old_notifications")
def remove_old_notifications(timestamp: int) -> None:
    """Remove notifications that were read, or told, long ago."""
    while keeping.remove_old(now=timezone.now()):
        pass


def _nobody(people: Collection[int]) -> Collection[int]:
    return ()
