"""What the clock does about contests."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.domain.fairness.services import overdue


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="tell_of_overdue_contests")
def tell_of_overdue_contests(timestamp: int) -> None:
    """Tell both sides of the contests that nobody has answered in time."""
    overdue.tell_of_overdue(now=timezone.now())
