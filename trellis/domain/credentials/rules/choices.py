"""What badges are for, and where each stands."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a badge says of somebody."""

    COURSE = "course", "Certificate"
    MILESTONE = "milestone", "Milestone"
    SELECTION = "selection", "Selection by a coach"
    REVIEW = "review", "Review by a mentor"


# What somebody gathers; a certificate comes by itself.
GATHERED = (Kind.MILESTONE, Kind.SELECTION, Kind.REVIEW)
GATHERED_KINDS = [(each.value, each.label) for each in GATHERED]


class State(TextChoices):
    """Where a badge stands. What has ended once is never valid again."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"  # by whose it is
    REVOKED = "revoked"  # by staff
