"""How far a ranking is, why one fails, and how long one may take."""

from datetime import timedelta

from django.db import models

# How often what nobody foresaw is tried again. A worker that was killed counts.
MOST_ATTEMPTS = 4
# A run that has shown no sign of life for this long may be asked for anew.
SILENT_AT_MOST = timedelta(minutes=10)
LONGEST_RULE, LONGEST_FAULT = 40, 30


class RunStatus(models.TextChoices):
    """How far a run is."""

    RANKING = "ranking"
    RANKED = "ranked"
    FAILED = "failed"


class Stage(models.TextChoices):
    """What a run is doing."""

    WAITING = "waiting"
    READING = "reading"
    COMPARING = "comparing"
    JUDGING = "judging"
    CHECKING = "checking"
    DONE = "done"

    @property
    def percentage(self) -> int:
        """How much is done before it."""
        return {"waiting": 0, "reading": 5, "comparing": 40, "judging": 60, "checking": 70, "done": 100}[
            self.value
        ]


class Fault(models.TextChoices):
    """Why a run failed."""

    PROTECTED_CRITERION = "protected_criterion"
    ORDER_MOVED = "order_moved"
    MODELS_AWAY = "models_away"
    BROKEN = "broken"
    SILENT = "silent"


class ReadingStatus(models.TextChoices):
    """How far what an application says has been read; of a failed one its resume alone is missing."""

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"
