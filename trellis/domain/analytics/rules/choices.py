"""What there is to choose from: what a timeline has, and what is taken along as a file."""

from django.db.models import TextChoices


class ActivityType(TextChoices):
    """What happened on a timeline."""

    SESSION_COMPLETED = "session_completed"
    SESSION_GIVEN = "session_given"
    MILESTONE_COMPLETED = "milestone_completed"
    PATH_COMPLETED = "path_completed"
    COURSE_COMPLETED = "course_completed"
    ACHIEVEMENT_EARNED = "achievement_earned"
    CERTIFICATE_ISSUED = "certificate_issued"


class Part(TextChoices):
    """Which numbers a file has."""

    DASHBOARD = "dashboard"
    DAYS = "days"
    ACTIVITY = "activity"
    EARNINGS = "earnings"
