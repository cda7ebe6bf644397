"""How far a ranking is, why one fails, and how long one may take."""

from datetime import timedelta

from django.db import models

# How often what nobody foresaw is tried again, and how often a worker may be killed, or find no place.
MOST_ATTEMPTS, MOST_TURNS = 4, 8
# A run that has shown no sign of life for so long may be asked for anew; after so long it is given up.
ASKED_ANEW_AFTER, GIVEN_UP_AFTER = timedelta(minutes=10), timedelta(hours=1)
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

    @property
    def sentence(self) -> str:
        """What that means, and what can be done."""
        return {
            "protected_criterion": "One of the criteria asks for what must not count."
            " Say what the work takes instead, and rank again.",
            "order_moved": "The order would be another one if people had other names, ages or lives."
            " It is not shown.",
            "models_away": "What compares meanings does not answer. Rank again later.",
            "broken": "Something went wrong on our side. Rank again; if it fails once more, tell us.",
            "silent": "Nothing was heard of this ranking for too long. Rank again.",
        }[self.value]


class ReadingStatus(models.TextChoices):
    """How far what an application says has been read; of a failed one its resume alone is missing."""

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"


def percentage(stage: Stage, done: int, of: int) -> int:
    """Return how much of a run is done, where so many of the things of a stage are."""
    stages = list(Stage)
    begins, ends = (
        each.percentage for each in (stage, stages[min(stages.index(stage) + 1, len(stages) - 1)])
    )
    return begins + (ends - begins) * done // of if of else begins
