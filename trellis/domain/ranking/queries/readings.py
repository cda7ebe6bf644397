"""What applications say, as it was read."""

from trellis.domain.jobs.models import Application
from trellis.domain.ranking.models import ApplicationReading


def reading_of(application: Application) -> ApplicationReading | None:
    """Return the reading of an application, None where it was made before there were any."""
    return ApplicationReading.objects.filter(application=application).first()
