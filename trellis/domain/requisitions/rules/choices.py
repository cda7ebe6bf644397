"""What a requisition and its checks can say where there is a choice."""

from django.db import models


class Status(models.TextChoices):
    """Where a requisition stands; lifecycle.py has the allowed steps."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    OPEN = "open"
    CLOSED = "closed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class JobType(models.TextChoices):
    """How much of somebody's time the job takes."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACT = "contract"
    FREELANCE = "freelance"
    INTERNSHIP = "internship"
    TEMPORARY = "temporary"


class PositionType(models.TextChoices):
    """How long the position lasts."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    CONTRACT = "contract"
    FIXED_TERM = "fixed_term"


class LocationType(models.TextChoices):
    """Where the work is done."""

    ON_SITE = "on_site"
    REMOTE = "remote"
    HYBRID = "hybrid"


class Urgency(models.TextChoices):
    """How soon somebody is needed."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class ForRole(models.TextChoices):
    """What kind of role is to be filled."""

    STAFF = "staff"
    ADMIN = "admin"


class CheckStatus(models.TextChoices):
    """How far the check has come."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    WAIVED = "waived"
