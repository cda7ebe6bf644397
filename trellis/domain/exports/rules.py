"""What an export allows where it stands."""

from trellis.domain.exports.models import ExportJob, Status


def is_ready(job: ExportJob) -> bool:
    """Tell whether there is a file to download."""
    return job.status == Status.READY
