"""How an agent speaks."""

from django.db import models


class Tone(models.TextChoices):
    """How close it comes."""

    FRIENDLY = "friendly"
    FORMAL = "formal"
    NEUTRAL = "neutral"


class Verbosity(models.TextChoices):
    """How much it says."""

    CONCISE = "concise"
    BALANCED = "balanced"
    DETAILED = "detailed"
