"""What is removed of messages by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.domain.messaging.services import attachments, retention


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="remove_unsent_attachments")
def remove_unsent_attachments(timestamp: int) -> None:
    """Remove the files that were uploaded and never sent."""
    attachments.remove_unsent(now=timezone.now())


@app.periodic(cron="41 4 * * *")
@app.task(queueing_lock="remove_old_messages")
def remove_old_messages(timestamp: int) -> None:
    """Empty what was deleted, remove what is older than the operator keeps, and files that no row names."""
    now = timezone.now()
    retention.empty_deleted(now=now)
    retention.remove_old(now=now)
    attachments.remove_orphans(now=now)
