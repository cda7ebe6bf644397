"""For what reasons messages are reported, what staff decide, and how long somebody is silenced."""

from datetime import timedelta

from django.db import models

LONGEST_REPORT = 1000  # letters that the reporter writes
LONGEST_WHY = 200
CONTEXT = 5  # messages before and after that staff see with a reported one
SILENCES = (timedelta(days=7), timedelta(days=30))  # that staff can impose with a decision


class Reason(models.TextChoices):
    """Why somebody reports a message."""

    SPAM = "spam", "Spam or advertising"
    HARASSMENT = "harassment", "Harassment or bullying"
    HATE = "hate", "Hate"
    SEXUAL = "sexual", "Sexual content"
    SCAM = "scam", "Fraud"
    DANGER = "danger", "Somebody is in danger"
    OTHER = "other", "Something else"


class Status(models.TextChoices):
    """What became of a report."""

    OPEN = "open", "Waits"
    DISMISSED = "dismissed", "Dismissed"
    REMOVED = "removed", "Message removed"
    SILENCED = "silenced", "Message removed, writer silenced"
