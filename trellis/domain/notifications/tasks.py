"""What notices do by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.domain.notifications.services import keeping


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="remove_old_notifications")
def remove_old_notifications(timestamp: int) -> None:
    """Remove notifications that were read, or told, long ago."""
    while keeping.remove_old(now=timezone.now()):
        pass
