"""What mentorship does by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.domain.mentorship import bookings


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="expire_pending")
def expire_pending(timestamp: int) -> None:
    """Let the requests lapse that nobody answered in time."""
    bookings.expire_pending(now=timezone.now())
