"""What a job post and an application can say where there is a choice."""

from django.db import models


class WorkplaceType(models.IntegerChoices):
    """Where the work is done: the numbers of enabled-talent-api.md."""

    ON_SITE = 1, "On-site"
    REMOTE = 2, "Remote"
    HYBRID = 3, "Hybrid"


class JobType(models.IntegerChoices):
    """How much of somebody's time the job takes, or how it is paid: the document's numbers."""

    FULL_TIME = 1, "Full-time"
    PART_TIME = 2, "Part-time"
    CONTRACT = 3, "Contract"
    TEMPORARY = 4, "Temporary"
    INTERNSHIP = 5, "Internship"
    VOLUNTEER = 6, "Volunteer"
    OTHER = 7, "Other"


class Status(models.TextChoices):
    """Whether a job takes applications, as far as its organization is concerned."""

    OPEN = "open"
    CLOSED = "closed"


class RankingStatus(models.TextChoices):
    """How far the ranking of a job's candidates is."""

    NOT_RANKED = "not_ranked"
    RANKING = "ranking"
    RANKED = "ranked"
    FAILED = "failed"


class Stage(models.TextChoices):
    """How far an application is; stages.py has the allowed steps."""

    APPLIED = "applied"
    SHORTLISTED = "shortlisted"
    INTERVIEW = "interview"
    OFFERED = "offered"
    HIRED = "hired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
