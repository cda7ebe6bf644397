"""What workers do: keep feeds as long as somebody may be away."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from trellis.domain.messaging.rules.limits import FEED_KEPT
from trellis.domain.messaging.services.feeding import forget_entries


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="forget_old_entries")
def forget_old_entries(timestamp: int) -> None:
    """Delete the entries of feeds that nobody follows from so far back; the messages stay."""
    forget_entries(before=datetime.fromtimestamp(timestamp, UTC) - FEED_KEPT)
