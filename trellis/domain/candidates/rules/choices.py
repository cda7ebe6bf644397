"""What there is to choose from."""

from django.db import models


class AccommodationNeeds(models.TextChoices):
    """Whether somebody needs something. Nothing chosen is told as the last, so that silence tells nothing."""

    YES = "YES"
    NO = "NO"
    PREFER_TO_DISCUSS_LATER = "PREFER_TO_DISCUSS_LATER"


class Purpose(models.TextChoices):
    """What somebody reads shared disability categories for, as the candidate's log has it."""

    FULL_PROFILE = "full_profile", "Reading the full profile"
    SELECTION_RATES = "selection_rates", "Working out selection rates"


class Level(models.TextChoices):
    """How well somebody knows a language."""

    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    NATIVE = "native"


def told_needs(chosen: str) -> str:
    """Return what is told of what somebody has chosen, or has not ("")."""
    return chosen or str(AccommodationNeeds.PREFER_TO_DISCUSS_LATER)
