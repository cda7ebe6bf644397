"""What kinds of opportunities there are, for whom they are, and where an enrolment stands."""

from django.db.models import TextChoices


class OpportunityType(TextChoices):
    """What is offered."""

    COURSE = "course"
    JOB = "job"
    MENTORSHIP = "mentorship"
    WORKSHOP = "workshop"
    GROUP = "group"


# What is made in the back office. A job is a posting's, a mentorship a mentor's: they follow those.
OWN = (OpportunityType.COURSE, OpportunityType.WORKSHOP, OpportunityType.GROUP)


class Difficulty(TextChoices):
    """How much one must know before."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class EnrollmentStatus(TextChoices):
    """Where an enrolment stands: whose application for a job is taken back is enrolled no more."""

    ENROLLED = "enrolled"
    WITHDRAWN = "withdrawn"


class Order(TextChoices):
    """By what a list is sorted. Prices are of many currencies, and so have no order."""

    NEWEST = "newest"
    POPULAR = "popular"
    RATING = "rating"
