"""What workers do: write exports, and remove old ones."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.exports.services import jobs
from trellis.domain.exports.services.writing import sweep_scratch

_SCRATCH_FOR = timedelta(days=1)


@app.task(retry=RETRY)
def write_export(export_id: str) -> None:
    """Write one export. Begun again, it starts from nothing; once it is ready there is nothing to do."""
    jobs.write(UUID(export_id))


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="remove_expired_exports")
def remove_expired_exports(timestamp: int) -> None:
    """Delete exports after a week, and what killed processes left behind."""
    now = timezone.now()
    jobs.remove_expired(now=now)
    sweep_scratch(before=now - _SCRATCH_FOR)
