"""Mentors, what they say of themselves, and when they are free."""

import uuid
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Cast, NullIf, Round

from trellis.core.files.uploads import PictureModelField, upload_path
from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import LONGEST_ZONE_NAME
from trellis.domain.mentorship.models.ranges import Minutes, Same
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.rules.limits import END_OF_DAY, STARS
from trellis.domain.mentorship.rules.rates import CURRENCY
from trellis.domain.profiles.rules.choices import LearningStyle


class Terms(models.TextChoices):
    """For what a mentor can be booked: Mansa's sessions are free, SOOSH's have the mentor's price, if any."""

    FREE = "free"
    PRICED = "priced"
    BOTH = "both"


_EXACT: "models.DecimalField[Any, Any]" = models.DecimalField(max_digits=20, decimal_places=10)
_SHOWN = Q(is_shown=True)


class Mentor(models.Model):
    """Somebody who gives sessions. Shown to others once approved in the back office."""

    privacy = Own(
        "user",
        erased=(
            *(
                "bio",
                "photo",
                "expertise",
                "company",
                "job_title",
                "linkedin_url",
                "github_url",
                "twitter_url",
                "portfolio_url",
                "expertise_categories",
            ),
            *("availability_timezone", "search", "near_latitude", "near_longitude"),
        ),
        kept={
            "currency": "of the rate, and says nothing of anybody",
            "teaching_styles": "choices, and nobody's words",
        },
        stays="the sessions that they gave are their mentees', too",
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="mentor")
    bio = models.TextField(blank=True)
    photo = PictureModelField(upload_to=upload_path("mentors/photos"), blank=True, max_length=200)
    expertise = ArrayField(models.CharField(max_length=limits.LONGEST_AREA), default=list, blank=True)
    company = models.CharField(max_length=limits.LONGEST_COMPANY, blank=True)
    job_title = models.CharField(max_length=limits.LONGEST_JOB_TITLE, blank=True)
    years_of_experience = models.PositiveSmallIntegerField(default=0)
    linkedin_url = models.URLField(max_length=limits.LONGEST_PROFILE_URL, blank=True)
    github_url = models.URLField(max_length=limits.LONGEST_PROFILE_URL, blank=True)
    twitter_url = models.URLField(max_length=limits.LONGEST_PROFILE_URL, blank=True)
    portfolio_url = models.URLField(max_length=limits.LONGEST_PROFILE_URL, blank=True, default="")
    # Ids of categories and of subcategories in them, as the mentor named them.
    expertise_categories = models.JSONField(default=list, blank=True)
    teaching_styles = ArrayField(
        models.CharField(max_length=10, choices=LearningStyle), default=list, blank=True
    )
    # Of an hour, in the smallest units of the currency; NULL while no price is said.
    rate_minor = models.PositiveIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(limits.MOST_RATE_MINOR)]
    )
    currency = models.CharField(max_length=3, default=CURRENCY)
    # Under which terms they can be booked.
    terms = models.CharField(max_length=10, choices=Terms, default=Terms.BOTH)
    # Of SOOSH, 0 for who takes nothing there.
    price_minor = models.GeneratedField(
        expression=Case(
            When(Q(terms=Value("free")) | Q(rate_minor=None), then=Value(0)),
            default="rate_minor",
            output_field=models.PositiveIntegerField(),
        ),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    free_talk_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    # NULL for as many as there are times.
    sessions_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    mentees_at_once = models.PositiveSmallIntegerField(null=True, blank=True)
    # Since when SOOSH shows and books them, approved or not; NULL for who has not asked for that.
    offered_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Offered or approved, with an account that is open: SOOSH's lists. Kept by triggers.
    is_shown = models.BooleanField(default=False, editable=False)
    # The account's place to about a kilometre: nothing is computed from the exact one.
    near_latitude = models.FloatField(null=True, blank=True, editable=False)
    near_longitude = models.FloatField(null=True, blank=True, editable=False)
    is_approved = models.BooleanField(default=False)
    # Hours were set before anything was written: the members directory alone has said that this is a mentor.
    is_begun = models.BooleanField(default=False, editable=False)
    availability_timezone = models.CharField(max_length=LONGEST_ZONE_NAME, default="UTC")  # an IANA name
    session_minutes = models.PositiveSmallIntegerField(
        default=60,
        validators=[
            MinValueValidator(limits.SESSION_MINUTES.least),
            MaxValueValidator(limits.SESSION_MINUTES.most),
        ],
    )
    # Free time after each session, and the shortest time between booking and session.
    buffer_minutes = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(limits.BUFFER_MINUTES.most)]
    )
    minimum_notice_minutes = models.PositiveIntegerField(
        default=60, validators=[MaxValueValidator(limits.MINIMUM_NOTICE_MINUTES.most)]
    )
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    rating_average = models.GeneratedField(
        expression=Round(Cast("rating_sum", _EXACT) / NullIf("rating_count", Value(0)), 2),
        output_field=models.DecimalField(max_digits=3, decimal_places=2, null=True),
        db_persist=True,
    )
    total_sessions = models.PositiveIntegerField(default=0)
    # The next time that can be booked, known until the moment beside it; services/next_slots.py keeps it.
    next_slot_at = models.DateTimeField(null=True, editable=False)
    next_slot_until = models.DateTimeField(null=True, editable=False)
    # Raised by whatever may change that time.
    slot_changes = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1)
    # Name, skills, company and title, kept by services/mentors.py.
    search = SearchVectorField(null=True, editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="mentor_search"),
            GinIndex(fields=["expertise"], name="mentor_expertise"),
            models.Index(F("id").desc(), condition=Q(is_approved=True), name="mentor_newest"),
            GinIndex(OpClass("expertise_categories", name="jsonb_path_ops"), name="mentor_categories"),
            models.Index(
                F("rating_average").desc(nulls_last=True),
                F("rating_count").desc(),
                F("id").desc(),
                condition=_SHOWN,
                name="mentor_best_rated",
            ),
            models.Index(
                F("years_of_experience").desc(),
                F("id").desc(),
                condition=_SHOWN,
                name="mentor_most_experienced",
            ),
            models.Index("next_slot_at", condition=_SHOWN, name="mentor_soonest"),
            models.Index(
                F("next_slot_until").asc(nulls_first=True), condition=_SHOWN, name="mentor_slot_unknown"
            ),
            GistIndex(
                Func("near_longitude", "near_latitude", function="point"),
                condition=_SHOWN & Q(near_latitude__isnull=False),
                name="mentor_near",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    session_minutes__gte=limits.SESSION_MINUTES.least,
                    session_minutes__lte=limits.SESSION_MINUTES.most,
                ),
                name="mentor_session_minutes",
            ),
            models.CheckConstraint(
                condition=Q(
                    rating_sum__gte=F("rating_count"), rating_sum__lte=F("rating_count") * STARS.most
                ),
                name="mentor_rating_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(terms=Value("priced")) | Q(rate_minor__isnull=False, rate_minor__gt=0),
                name="mentor_priced_has_a_price",
            ),
            models.CheckConstraint(
                condition=Q(free_talk_minutes=None) | Q(free_talk_minutes__range=limits.FREE_TALK_MINUTES),
                name="mentor_free_talk_minutes",
            ),
            models.CheckConstraint(
                condition=Q(sessions_a_week=None) | Q(sessions_a_week__range=limits.SESSIONS_A_WEEK),
                name="mentor_sessions_a_week",
            ),
            models.CheckConstraint(
                condition=Q(mentees_at_once=None) | Q(mentees_at_once__range=limits.MENTEES_AT_ONCE),
                name="mentor_mentees_at_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Mentor {self.user_id}"


class Availability(models.Model):
    """A window of a day in the mentor's own timezone: of every such weekday, or of one date.

    A date's own window adds to the weekly ones; switched off (`is_active` false) it takes its time
    away from them. Minutes count from the day's wall-clock midnight; 1440 is its end.
    """

    privacy = Own("mentor__user")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="availability", db_index=False)
    day_of_week = models.PositiveSmallIntegerField()  # 0 is Sunday, 6 is Saturday
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()
    is_recurring = models.BooleanField()
    specific_date = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "availability"
        indexes = [
            models.Index(fields=["mentor", "is_recurring", "day_of_week"], name="availability_of_mentor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute"), end_minute__lte=END_OF_DAY),
                name="availability_in_order",
            ),
            models.CheckConstraint(
                condition=Q(day_of_week__lte=limits.DAYS_OF_WEEK.most), name="availability_day_of_week"
            ),
            models.CheckConstraint(
                condition=Q(is_recurring=True, specific_date=None)
                | Q(is_recurring=False, specific_date__isnull=False),
                name="availability_weekly_or_dated",
            ),
            ExclusionConstraint(
                name="availability_weekly_apart",
                expressions=[
                    (Same("mentor_id"), RangeOperators.OVERLAPS),
                    (Same("day_of_week"), RangeOperators.OVERLAPS),
                    (Minutes("start_minute", "end_minute"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_recurring=True),
            ),
            ExclusionConstraint(
                name="availability_dated_apart",
                expressions=[
                    (Same("mentor_id"), RangeOperators.OVERLAPS),
                    (
                        Func("specific_date", "specific_date", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Minutes("start_minute", "end_minute"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_recurring=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specific_date or self.day_of_week} {self.start_minute}-{self.end_minute}"


class Package(models.Model):
    """Several sessions with a mentor at one price, to be held within so many days."""

    privacy = Own("mentor__user", kept={"currency": "of the price, and says nothing of anybody"})
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="packages", db_index=False)
    sessions = models.PositiveSmallIntegerField()
    price_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    valid_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "sessions", "price_minor", "currency", "valid_days"], name="package_once"
            ),
            models.CheckConstraint(
                condition=Q(sessions__range=limits.PACKAGE_SESSIONS, valid_days__range=limits.PACKAGE_DAYS),
                name="package_within_limits",
            ),
            models.CheckConstraint(
                condition=Q(price_minor__gt=0, price_minor__lte=limits.MOST_RATE_MINOR), name="package_price"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sessions} {self.price_minor} {self.currency}"
