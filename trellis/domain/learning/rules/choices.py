"""What kinds of opportunities there are, for whom they are, where an enrolment stands, and what is earned."""

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
    """Where an enrolment stands: whose application for a job is taken back is enrolled no more.

    Who has worked through a course has completed it, and still takes part.
    """

    ENROLLED = "enrolled"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


# Who takes part, also once they are through.
TAKING_PART = (EnrollmentStatus.ENROLLED, EnrollmentStatus.COMPLETED)


class Reason(TextChoices):
    """What points are given for."""

    MILESTONE = "milestone", "Milestone of a path"
    SESSION = "session", "Session with a mentor"
    COURSE = "course", "Course worked through"
    REVIEW = "review", "Review of a session"


class Measure(TextChoices):
    """What the threshold of an achievement counts."""

    MILESTONES = "milestones", "Milestones completed"
    SESSIONS = "sessions", "Sessions held with mentors"
    COURSES = "courses", "Courses completed"
    REVIEWS = "reviews", "Reviews given"
    PATHS = "paths", "Paths completed"
    STREAK_DAYS = "streak_days", "Days in a row, the most ever"
    POINTS = "points", "Points in all"


class Rarity(TextChoices):
    """How seldom an achievement is."""

    COMMON = "common"
    UNCOMMON = "uncommon"
    RARE = "rare"
    EPIC = "epic"
    LEGENDARY = "legendary"


class Order(TextChoices):
    """By what a list is sorted. Prices are of many currencies, and so have no order."""

    NEWEST = "newest"
    POPULAR = "popular"
    RATING = "rating"
