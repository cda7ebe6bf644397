"""What there is to choose from in a profile."""

from django.db import models


class Level(models.TextChoices):
    """How well somebody can do something."""

    BEGINNER = "beginner", "Beginner"
    INTERMEDIATE = "intermediate", "Intermediate"
    ADVANCED = "advanced", "Advanced"
    EXPERT = "expert", "Expert"


class LearningStyle(models.TextChoices):
    """How somebody learns best."""

    VISUAL = "visual", "By seeing"
    AUDITORY = "auditory", "By hearing"
    READING = "reading", "By reading and writing"
    HANDS_ON = "hands-on", "By doing"
