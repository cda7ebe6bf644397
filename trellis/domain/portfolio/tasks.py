"""What of portfolios is done in the background."""

from typing import Any

from django.db import OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from trellis.core.post.social import LATER
from trellis.domain.portfolio.services.posting import post_waiting

_MOST_TRIES = 6
RETRY = RetryStrategy(
    max_attempts=_MOST_TRIES, exponential_wait=4, retry_exceptions={*LATER, OperationalError}
)


@app.task(retry=RETRY, pass_context=True)
def post_share(context: Any, *, share_id: int) -> None:
    """Have what somebody shared posted."""
    post_waiting(share_id=share_id, is_last_try=context.job.attempts >= _MOST_TRIES - 1, now=timezone.now())
