"""What is told of messages by jobs, and removed of them by the clock."""

from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.messaging.queries.presence import online_among
from trellis.domain.messaging.rules.limits import FEED_KEPT
from trellis.domain.messaging.services import attachments, retention, telling
from trellis.domain.messaging.services.feeding import forget_entries
from trellis.domain.notifications.services import waiting


@app.task(retry=RETRY)
def tell_many(*, message_id: str) -> None:
    """Tell the many people of a room that something was said."""
    telling.tell_later(message_id=UUID(message_id), now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="deliver_waiting")
def deliver_waiting(timestamp: int) -> None:
    """Send people what was held back for them and is due; who is connected is known here."""
    now = timezone.now()
    waiting.deliver_waiting(now=now, online=lambda people: online_among(people, now=now))


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="forget_old_entries")
def forget_old_entries(timestamp: int) -> None:
    """Delete the entries of feeds that nobody follows from so far back; the messages stay."""
    forget_entries(before=datetime.fromtimestamp(timestamp, UTC) - FEED_KEPT)


@app.periodic(cron="29 * * * *")
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
