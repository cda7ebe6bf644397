"""What can be decided."""

from django.db import models


class Verdict(models.TextChoices):
    """What was decided."""

    APPROVED = "approved"
    REJECTED = "rejected"
