"""What agents do later."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.assistant.services import settling, speaking


@app.task(retry=RETRY)
def settle_action(*, action_id: int) -> None:
    """Do what can no longer be undone."""
    settling.settle(action_id=action_id, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="settle_actions")
def settle_actions(timestamp: int) -> None:
    """Do what waits and is due, where its job was lost."""
    settling.settle_due(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="forget_spoken")
def forget_spoken(timestamp: int) -> None:
    """Remove what agents said and nobody can listen to any more."""
    speaking.forget_spoken(now=timezone.now())
