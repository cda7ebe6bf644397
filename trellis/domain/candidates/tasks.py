"""What workers do: read resumes, and have profiles understood."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.candidates.services import meanings, readings


@app.task(retry=RETRY)
def read_resume(reading_id: int, number: int) -> None:
    """Read one resume; nothing, where another was uploaded since."""
    readings.carry_out(reading_id=reading_id, number=number, now=timezone.now)


@app.task(retry=RETRY)
def embed_profile(*, profile_id: int) -> None:
    """Embed what a profile says, unless that is known."""
    meanings.understand([profile_id])


@app.task(retry=RETRY)
def embed_missing() -> None:
    """Embed all profiles of which the model in use knows nothing."""
    meanings.understand_missing()
