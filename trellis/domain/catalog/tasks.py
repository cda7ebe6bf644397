"""What workers do: have the subcategories understood by another model than ours."""

from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.catalog.services import phrases


@app.task(retry=RETRY)
def embed_phrases() -> None:
    """Embed every phrase anew, where the model in use has not yet."""
    phrases.embed_all()
