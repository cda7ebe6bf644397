"""What workers do: read resumes."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.candidates.services import readings


@app.task(retry=RETRY)
def read_resume(reading_id: int, number: int) -> None:
    """Read one resume; nothing, where another was uploaded since."""
    readings.carry_out(reading_id=reading_id, number=number, now=timezone.now)
