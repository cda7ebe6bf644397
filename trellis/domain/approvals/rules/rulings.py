"""What can be decided."""

from django.db import models


class Ruling(models.TextChoices):
    """What was decided, on a stage or on the whole."""

    APPROVED = "approved"
    REJECTED = "rejected"
