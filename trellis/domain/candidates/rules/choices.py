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


class Level(models.TextChoices):
    """How well somebody knows a language."""

    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    NATIVE = "native"


class ParsingStatus(models.TextChoices):
    """How far the reading of a resume is."""

    NO_RESUME = "no_resume"
    NOT_PARSED = "not_parsed"

    @property
    def sentence(self) -> str:
        """What that means, in words."""
        return {
            "no_resume": "There is no resume yet.",
            "not_parsed": "There is a resume; reading resumes is not available yet.",
        }[self.value]


def parsing_status(*, has_resume: bool) -> ParsingStatus:
    """Return how far the reading of a profile's resume is."""
    return ParsingStatus.NOT_PARSED if has_resume else ParsingStatus.NO_RESUME


def told_needs(chosen: str) -> str:
    """Return what is told of what somebody has chosen, or has not ("")."""
    return chosen or str(AccommodationNeeds.PREFER_TO_DISCUSS_LATER)
