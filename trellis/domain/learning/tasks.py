"""What workers do: have opportunities understood, tell of their changes, and keep their numbers small."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.learning.services import meanings, news, tallies


@app.task(retry=RETRY)
def embed_opportunities(*, keys: list[int]) -> None:
    """Embed what these say, where that is not known."""
    meanings.understand(keys)


@app.task(retry=RETRY)
def embed_missing() -> None:
    """Embed all of which the model in use knows nothing."""
    meanings.understand_missing()


@app.task(retry=RETRY)
def tell_of_change(*, opportunity_id: int, after: int) -> None:
    """Tell those who take part in it what has changed, from the enrolment after one on."""
    news.tell_of_change(opportunity_id=opportunity_id, after=after, now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="learning_tallies")
def keep_tallies_small(timestamp: int) -> None:
    """Hide what is over, and sum up what is published."""
    tallies.hide_closed(now=timezone.now())
    tallies.sum_up()
