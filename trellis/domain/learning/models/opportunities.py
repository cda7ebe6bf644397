"""What somebody can take part in: courses, workshops, groups, jobs and mentorships alike."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from trellis.core.db.vectors import HalfVector
from trellis.core.privacy import Nobody, Shared
from trellis.domain.catalog.models import Subcategory
from trellis.domain.catalog.rules.limits import LONGEST_MODEL
from trellis.domain.jobs.models import Posting
from trellis.domain.learning.rules import limits
from trellis.domain.learning.rules.choices import Difficulty, OpportunityType
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.rules.rates import CURRENCY
from trellis.intelligence.embeddings import DIMENSIONS

_SHOWN = Q(is_published=True)
_CLOSES = ["closes_at"]


class Opportunity(models.Model):
    """What somebody can take part in. A job's follows its posting, a mentorship's its mentor."""

    privacy = Shared(
        ("mentor__user",),
        erased=dict.fromkeys(("title", "description", "tags"), "mentor__user"),
        kept={"currency": "of the price, and says nothing of anybody"},
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity_type = models.CharField("type", max_length=10, choices=OpportunityType)
    title = models.CharField(max_length=limits.LONGEST_TITLE)
    description = models.TextField(blank=True)
    # In the smallest units of the currency; 0 is free.
    price_minor = models.PositiveIntegerField(
        default=0, validators=[MaxValueValidator(limits.MOST_PRICE_MINOR)]
    )
    currency = models.CharField(max_length=3, default=CURRENCY)
    duration_minutes = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[
            MinValueValidator(limits.DURATION_MINUTES.least),
            MaxValueValidator(limits.DURATION_MINUTES.most),
        ],
    )
    difficulty = models.CharField(max_length=12, choices=Difficulty, null=True, blank=True)  # noqa: DJ001
    tags = ArrayField(models.CharField(max_length=limits.LONGEST_TAG), default=list, blank=True)
    subcategory = models.ForeignKey(
        Subcategory, models.PROTECT, null=True, blank=True, related_name="opportunities", db_index=False
    )
    posting = models.OneToOneField(
        Posting, models.CASCADE, null=True, blank=True, related_name="opportunity", editable=False
    )
    mentor = models.OneToOneField(
        Mentor, models.CASCADE, null=True, blank=True, related_name="opportunity", editable=False
    )
    # The database keeps them (migrations/0002); the stars of a mentorship are the mentor's.
    rating_sum = models.PositiveIntegerField(default=0, editable=False)
    rating_count = models.PositiveIntegerField(default=0, editable=False)
    enrollment_count = models.PositiveIntegerField(default=0, editable=False)
    is_published = models.BooleanField(default=False, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    closes_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name_plural = "opportunities"
        indexes = [
            models.Index(F("id").desc(), include=_CLOSES, condition=_SHOWN, name="opportunity_newest"),
            models.Index(
                F("opportunity_type"),
                F("id").desc(),
                include=_CLOSES,
                condition=_SHOWN,
                name="opportunity_of_type",
            ),
            models.Index(
                F("subcategory"), F("id").desc(), include=_CLOSES, condition=_SHOWN, name="opportunity_of_sub"
            ),
            # What is over, and published still: taken off the tallies until a job hides it.
            models.Index(fields=["closes_at"], condition=_SHOWN, name="opportunity_closing"),
            models.Index(
                F("enrollment_count").desc(),
                F("id").desc(),
                include=_CLOSES,
                condition=_SHOWN,
                name="opportunity_popular",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(opportunity_type__in=OpportunityType.values), name="opportunity_type"
            ),
            models.CheckConstraint(
                condition=Q(difficulty=None) | Q(difficulty__in=Difficulty.values),
                name="opportunity_difficulty",
            ),
            models.CheckConstraint(
                condition=Q(opportunity_type=OpportunityType.JOB, posting__isnull=False)
                | (~Q(opportunity_type=OpportunityType.JOB) & Q(posting=None)),
                name="opportunity_of_posting",
            ),
            models.CheckConstraint(
                condition=Q(opportunity_type=OpportunityType.MENTORSHIP, mentor__isnull=False)
                | (~Q(opportunity_type=OpportunityType.MENTORSHIP) & Q(mentor=None)),
                name="opportunity_of_mentor",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(published_at__isnull=False),
                name="opportunity_published_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Tally(models.Model):
    """How many more, or fewer, are published of a kind that a list can be narrowed to: to be summed.

    The database adds a row with each change (migrations/0002), so that nobody waits for another's, and a job
    sums them up.
    """

    privacy = Nobody("numbers")
    opportunity_type = models.CharField(max_length=10, choices=OpportunityType)
    subcategory = models.ForeignKey(
        Subcategory, models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    difficulty = models.CharField(max_length=12, choices=Difficulty, null=True)  # noqa: DJ001
    is_paid = models.BooleanField()
    number = models.IntegerField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.opportunity_type} {self.number}"


class Meaning(models.Model):
    """What an opportunity says, as one model understands it; by its digest a job knows whether that is so."""

    privacy = Nobody("made of what an opportunity says, and goes with that")
    opportunity = models.OneToOneField(Opportunity, models.CASCADE, primary_key=True, related_name="meaning")
    digest = models.BigIntegerField()  # of the words
    model = models.CharField(max_length=LONGEST_MODEL)
    vector = HalfVector(dimensions=DIMENSIONS)

    def __str__(self) -> str:
        return str(self.opportunity)
