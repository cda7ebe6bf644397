"""What people are told by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.domain.notifications.reminders import send_reminders


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="remind_of_sessions")
def remind_of_sessions(timestamp: int) -> None:
    """Remind people of the sessions that are a day or an hour away."""
    send_reminders(now=timezone.now())
