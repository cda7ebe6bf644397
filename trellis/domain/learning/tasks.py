"""What workers do: have what opportunities say understood by the model in use."""

from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.learning.services import meanings


@app.task(retry=RETRY)
def embed_opportunities(*, keys: list[int]) -> None:
    """Embed what these say, where that is not known."""
    meanings.understand(keys)


@app.task(retry=RETRY)
def embed_missing() -> None:
    """Embed all of which the model in use knows nothing."""
    meanings.understand_missing()
