"""What mentorship does by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.domain.mentorship.services import bookings, bundles, completion, next_slots
from trellis.domain.mentorship.services.reminders import send_reminders


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="expire_pending")
def expire_pending(timestamp: int) -> None:
    """Let the requests lapse that nobody answered in time."""
    bookings.expire_pending(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="end_expired_bundles")
def end_expired_bundles(timestamp: int) -> None:
    """End the packages whose days are over."""
    bundles.end_expired(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="reckon_next_slots")
def reckon_next_slots(timestamp: int) -> None:
    """Reckon when mentors can be booked next, where that has changed or is past."""
    next_slots.reckon_unknown(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="close_sessions")
def close_sessions(timestamp: int) -> None:
    """Close the sessions that are over, where those who were to say so have not."""
    completion.close_due(now=timezone.now())


# Its name is that of where it once stood: jobs of running databases have it.
@app.periodic(cron="*/5 * * * *")
@app.task(name="trellis.domain.notifications.tasks.remind_of_sessions", queueing_lock="remind_of_sessions")
def remind_of_sessions(timestamp: int) -> None:
    """Remind people of the sessions that are a day or an hour away."""
    send_reminders(now=timezone.now())
