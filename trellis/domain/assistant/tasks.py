"""What agents do later."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.assistant.services import settling


@app.task(retry=RETRY)
def settle_action(*, action_id: int) -> None:
    """Do what can no longer be undone."""
    settling.settle(action_id=action_id, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="settle_actions")
def settle_actions(timestamp: int) -> None:
    """Do what waits and is due, where its job was lost."""
    settling.settle_due(now=timezone.now())
