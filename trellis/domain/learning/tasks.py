"""What workers do: have opportunities understood by the model in use, and keep their numbers small."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.learning.services import meanings, tallies


@app.task(retry=RETRY)
def embed_opportunities(*, keys: list[int]) -> None:
    """Embed what these say, where that is not known."""
    meanings.understand(keys)


@app.task(retry=RETRY)
def embed_missing() -> None:
    """Embed all of which the model in use knows nothing."""
    meanings.understand_missing()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="learning_tallies")
def keep_tallies_small(timestamp: int) -> None:
    """Hide what is over, and sum up what is published."""
    tallies.hide_closed(now=timezone.now())
    tallies.sum_up()
