"""How long things take and are kept, and how far an export is."""

from datetime import datetime, timedelta

from django.db import models

GRACE = timedelta(days=14)
# For so long the erasure waits for mail to leave that is still on its way to who goes.
MAIL_MAY_TAKE = timedelta(days=2)
KEPT_FOR = timedelta(days=7)
MOST_ATTEMPTS = 5
PROGRESS_ASKED_AFTER = 2  # seconds
LONGEST_TOKEN = 500


class Status(models.TextChoices):
    """How far an export is."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


UNFINISHED = (Status.QUEUED, Status.RUNNING)


def is_ready(status: str) -> bool:
    """Tell whether there is a file to download."""
    return status == Status.READY


def is_unfinished(status: str) -> bool:
    """Tell whether a worker is at it, or will be."""
    return status in UNFINISHED


def may_still_end(*, due_at: datetime, now: datetime) -> bool:
    """Tell whether the mailed link still ends an erasure."""
    return now < due_at
