"""Who has booked a mentor, and what was said of it."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Nobody, Shared
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models.bundles import Bundle
from trellis.domain.mentorship.models.mentors import Mentor
from trellis.domain.mentorship.models.ranges import Moments, Same
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.rules.limits import STARS
from trellis.domain.mentorship.rules.rates import CURRENCY
from trellis.domain.payments.models import Payment, Refund


class Status(models.TextChoices):
    """Where a booking stands; rules.bookings says what may follow."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED_BY_MENTOR = "cancelled_by_mentor"
    CANCELLED_BY_MENTEE = "cancelled_by_mentee"
    CANCELLED_EXPIRED = "cancelled_expired"
    NO_SHOW = "no_show"


class ConfirmedBy(models.TextChoices):
    """What makes a session of what is asked for: the mentor's word, the payment, or nothing more."""

    MENTOR = "mentor"
    PAYMENT = "payment"
    NOBODY = "nobody"


class Cancellation(models.TextChoices):
    """What calling off costs the mentee: nothing, or what the hours before the start say."""

    FREE = "free"
    BY_HOURS = "by_hours"


class CompletedBy(models.TextChoices):
    """Who says that a session took place: Mansa's mentor once it has begun, or either side when it is over.

    Where either side may, the clock does if nobody has.
    """

    MENTOR = "mentor"
    EITHER = "either"


# Who has a claim to the mentor's time, until it lapses.
HOLDING = (Status.PENDING, Status.CONFIRMED)
# What there is of a first talk, of which there is one.
_GIVEN = (*HOLDING, Status.COMPLETED, Status.NO_SHOW)


_BOTH = ("mentor__user", "mentee")


class Booking(models.Model):
    """One session of a mentor and a mentee. While it is pending or confirmed its time is taken."""

    privacy = Shared(
        _BOTH,
        erased={
            **dict.fromkeys(("topic", "description", "mentee_feedback", "skills_learned"), "mentee"),
            **dict.fromkeys(("meeting_url", "meeting_platform"), "mentor__user"),
            **dict.fromkeys(("cancellation_reason", "mentor_feedback"), _BOTH),
        },
        words={"cancellation_reason": _BOTH},
        kept={"currency": "of the price, and says nothing of anybody"},
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
    # The terms under which it was booked (rules/terms.py): whatever becomes of the mentor's, they stay. Those
    # that the columns have by themselves are Mansa's.
    confirmed_by = models.CharField(
        max_length=10, choices=ConfirmedBy, default=ConfirmedBy.MENTOR, db_default=ConfirmedBy.MENTOR
    )
    opens_before_minutes = models.PositiveSmallIntegerField(
        default=limits.OPENS_BEFORE_MINUTES, db_default=limits.OPENS_BEFORE_MINUTES
    )
    cancellation = models.CharField(
        max_length=10, choices=Cancellation, default=Cancellation.FREE, db_default=Cancellation.FREE
    )
    completed_by = models.CharField(
        max_length=10, choices=CompletedBy, default=CompletedBy.MENTOR, db_default=CompletedBy.MENTOR
    )
    price_minor = models.PositiveIntegerField(default=0, db_default=0)
    currency = models.CharField(max_length=3, default=CURRENCY, db_default=CURRENCY)
    # What it is paid for by; NULL where it is free, and where its package is paid for.
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, editable=False, related_name="booking"
    )
    # The package that it is a session of.
    bundle = models.ForeignKey(
        Bundle, models.PROTECT, null=True, blank=True, editable=False, related_name="bookings"
    )
    is_first_talk = models.BooleanField(default=False, db_default=False, editable=False)
    # The mentor has moved it to a time that the mentee has not chosen: calling it off costs nothing.
    is_moved_by_mentor = models.BooleanField(default=False, db_default=False, editable=False)
    # What was given back when it was called off: NULL where nothing had been paid, or its package has it.
    given_back_minor = models.PositiveIntegerField(null=True, blank=True, editable=False)
    refund = models.OneToOneField(
        Refund, models.PROTECT, null=True, blank=True, editable=False, related_name="booking"
    )
    is_back_in_bundle = models.BooleanField(default=False, db_default=False, editable=False)
    # For which opportunity it was booked; `learning`, whose it is, stands above.
    opportunity_id = models.UUIDField(null=True, blank=True, editable=False)
    cancellation_reason = models.TextField(blank=True)
    meeting_url = models.URLField(max_length=limits.LONGEST_MEETING_URL, blank=True)
    meeting_platform = models.CharField(max_length=limits.LONGEST_PLATFORM, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    # When the stars were given, and when staff took them away again.
    rated_at = models.DateTimeField(null=True, blank=True, editable=False)
    review_removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    mentee_feedback = models.TextField(blank=True)
    # What the mentee says that they learned.
    skills_learned = ArrayField(
        models.CharField(max_length=limits.LONGEST_AREA),
        size=limits.MOST_SKILLS_LEARNED,
        default=list,
        blank=True,
    )
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
            models.Index(
                "mentor",
                F("rated_at").desc(),
                F("id").desc(),
                condition=Q(rating__isnull=False),
                name="booking_reviewed",
            ),
            models.Index("expires_at", condition=Q(status="pending"), name="booking_to_expire"),
            models.Index("starts_at", condition=Q(status="confirmed"), name="booking_to_remind"),
            models.Index(
                "ends_at", condition=Q(status="confirmed", completed_by="either"), name="booking_to_close"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at"), ends_at__lte=F("blocked_until")),
                name="booking_in_order",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="booking_status"),
            models.CheckConstraint(
                condition=Q(completed_by__in=CompletedBy.values), name="booking_completed_by"
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=STARS.least, rating__lte=STARS.most),
                name="booking_rating",
            ),
            models.CheckConstraint(
                condition=Q(rating=None, rated_at=None)
                | Q(rating__isnull=False, rated_at__isnull=False, review_removed_at=None),
                name="booking_rated_once",
            ),
            models.CheckConstraint(
                condition=Q(skills_learned=[])
                | Q(rating__isnull=False, skills_learned__len__lte=limits.MOST_SKILLS_LEARNED),
                name="booking_skills_of_review",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__in=ConfirmedBy.values, cancellation__in=Cancellation.values),
                name="booking_terms",
            ),
            models.CheckConstraint(
                condition=Q(given_back_minor=None) | Q(given_back_minor__lte=F("price_minor")),
                name="booking_given_back",
            ),
            # What costs nothing waits for no payment.
            models.CheckConstraint(
                condition=~Q(confirmed_by="payment") | Q(price_minor__gt=0) | Q(bundle__isnull=False),
                name="booking_paid_has_a_price",
            ),
            models.UniqueConstraint(
                fields=["mentor", "mentee"],
                condition=Q(is_first_talk=True, status__in=_GIVEN),
                name="booking_one_first_talk",
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
