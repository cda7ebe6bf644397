"""What there is to choose from: roles, reactions, how often something happens again."""

from django.db import models


class Role(models.TextChoices):
    """What somebody is in a group."""

    MEMBER = "member"
    MODERATOR = "moderator"
    ADMIN = "admin"


class ReactionKind(models.TextChoices):
    """How somebody likes what another has written."""

    LIKE = "like"
    LOVE = "love"
    CELEBRATE = "celebrate"
    THANKS = "thanks"
    LAUGH = "laugh"


class ReportStatus(models.TextChoices):
    """What became of a report."""

    OPEN = "open", "Waits"
    DISMISSED = "dismissed", "Dismissed"
    REMOVED = "removed", "Post removed"


class Frequency(models.TextChoices):
    """How often an event happens again."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class GatheringStatus(models.TextChoices):
    """Whether an event takes place."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Turnout(models.TextChoices):
    """Whether somebody has a place at an event, or waits for one."""

    ATTENDING = "attending"
    WAITING = "waiting"


class When(models.TextChoices):
    """Which events a list has."""

    UPCOMING = "upcoming"
    PAST = "past"
