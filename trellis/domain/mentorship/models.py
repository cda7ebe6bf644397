"""Mentors, when they are free, who has booked them, and what was said of it.

Mansa and SOOSH show the same rows. `public_id` is the id that both show; the integer keys are what
exclusion constraints can work on without a PostgreSQL extension.
"""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value

from trellis.core.files.uploads import PictureModelField, upload_path
from trellis.core.privacy import Nobody, Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import LONGEST_ZONE_NAME
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.rules.limits import END_OF_DAY, STARS
from trellis.domain.mentorship.rules.rates import CURRENCY


class Same(Func):
    """The range that holds one integer alone: two of them overlap when the integers are equal."""

    function = "int8range"

    def __init__(self, column: str) -> None:
        super().__init__(F(column), F(column), Value("[]"))


class Minutes(Func):
    """The range of minutes of a day, the end left out."""

    function = "int4range"


class Moments(Func):
    """The range between two moments, the end left out."""

    function = "tstzrange"


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
            *("availability_timezone", "search"),
        ),
        kept={"currency": "of the rate, and says nothing of anybody"},
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
    # Of an hour, in the smallest units of the currency; NULL while no price is said.
    rate_minor = models.PositiveIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(limits.MOST_RATE_MINOR)]
    )
    currency = models.CharField(max_length=3, default=CURRENCY)
    # Since when SOOSH shows and books them, approved or not; NULL for who has not asked for that.
    offered_at = models.DateTimeField(null=True, blank=True, editable=False)
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
    total_sessions = models.PositiveIntegerField(default=0)
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


class Status(models.TextChoices):
    """Where a booking stands; rules.bookings says what may follow."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED_BY_MENTOR = "cancelled_by_mentor"
    CANCELLED_BY_MENTEE = "cancelled_by_mentee"
    CANCELLED_EXPIRED = "cancelled_expired"
    NO_SHOW = "no_show"


# Who has a claim to the mentor's time.
HOLDING = (Status.PENDING, Status.CONFIRMED)


_BOTH = ("mentor__user", "mentee")


class Booking(models.Model):
    """One session of a mentor and a mentee. While it is pending or confirmed its time is taken."""

    privacy = Shared(
        _BOTH,
        erased={
            **dict.fromkeys(("topic", "description", "mentee_feedback"), "mentee"),
            **dict.fromkeys(("meeting_url", "meeting_platform"), "mentor__user"),
            **dict.fromkeys(("cancellation_reason", "mentor_feedback"), _BOTH),
        },
        words={"cancellation_reason": _BOTH},
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="bookings", db_index=False)
    mentee = models.ForeignKey(User, models.PROTECT, related_name="mentee_bookings", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The end of the mentor's buffer after the session: until then nobody else can be booked.
    blocked_until = models.DateTimeField()
    topic = models.CharField(max_length=limits.LONGEST_TOPIC)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.PENDING)
    # When a pending request lapses.
    expires_at = models.DateTimeField()
    cancellation_reason = models.TextField(blank=True)
    meeting_url = models.URLField(max_length=limits.LONGEST_MEETING_URL, blank=True)
    meeting_platform = models.CharField(max_length=limits.LONGEST_PLATFORM, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    mentee_feedback = models.TextField(blank=True)
    mentor_feedback = models.TextField(blank=True)
    # Raised by every change; a writer who names an older one is refused. Also iCalendar's SEQUENCE.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("mentor", F("starts_at").desc(), name="booking_of_mentor"),
            models.Index("mentee", F("starts_at").desc(), name="booking_of_mentee"),
            models.Index(fields=["mentee", "created_at"], name="booking_made_by"),
            models.Index("expires_at", condition=Q(status="pending"), name="booking_to_expire"),
            models.Index("starts_at", condition=Q(status="confirmed"), name="booking_to_remind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at"), ends_at__lte=F("blocked_until")),
                name="booking_in_order",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="booking_status"),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=STARS.least, rating__lte=STARS.most),
                name="booking_rating",
            ),
            # The backstop: `book` takes the mentor's lock first (docs/decisions/double-booking.md).
            ExclusionConstraint(
                name="booking_mentor_once",
                expressions=[
                    (Same("mentor_id"), RangeOperators.OVERLAPS),
                    (Moments("starts_at", "blocked_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=HOLDING),
            ),
            ExclusionConstraint(
                name="booking_mentee_once",
                expressions=[
                    (Same("mentee_id"), RangeOperators.OVERLAPS),
                    (Moments("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=HOLDING),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"


class Reminder(models.Model):
    """That a session's people were reminded, so that they are reminded once."""

    privacy = Nobody("of which session people were reminded, and when")
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="reminders")
    # The start that was told: a session that is moved is told of anew.
    starts_at = models.DateTimeField()
    hours_before = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "starts_at", "hours_before"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.hours_before} h"
