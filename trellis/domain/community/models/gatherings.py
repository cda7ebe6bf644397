"""Events of groups and of the house, when they take place, and who comes."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Nobody, Own
from trellis.domain.accounts.models import User
from trellis.domain.community.models.groups import Group
from trellis.domain.community.rules import limits
from trellis.domain.community.rules.choices import Frequency, GatheringStatus, Turnout


class Gathering(models.Model):
    """An event: once, or again every so many weeks or months. Without a group it is the house's.

    `starts_at` and `ends_at` are of the first time; of whole days they are midnights of the zone. Who attends
    attends all times of it.
    """

    privacy = Nobody("what an event says of itself is its group's; who made it is in the record alone")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="gatherings")
    title = models.CharField(max_length=limits.LONGEST_TITLE)
    description = models.TextField(max_length=limits.LONGEST_DESCRIPTION, blank=True)
    place = models.CharField(max_length=limits.LONGEST_PLACE, blank=True, default="")
    # Who attends is shown this, and who organizes.
    online_link = models.CharField(max_length=limits.LONGEST_LINK, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Of its last time.
    over_at = models.DateTimeField(editable=False)
    timezone = models.CharField(max_length=limits.LONGEST_ZONE)
    is_all_day = models.BooleanField(default=False)
    frequency = models.CharField(max_length=10, choices=Frequency, blank=True, default="")
    every = models.PositiveSmallIntegerField(default=1)
    times = models.PositiveSmallIntegerField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    # The database keeps both (migrations/0002).
    attending_count = models.PositiveIntegerField(default=0, editable=False)
    waiting_count = models.PositiveIntegerField(default=0, editable=False)
    status = models.CharField(max_length=10, choices=GatheringStatus, default=GatheringStatus.SCHEDULED)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = "event"
        permissions = [("manage_gatherings", "Can make, change and call off events of the house")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gathering_has_a_length"),
            models.CheckConstraint(condition=Q(over_at__gte=F("ends_at")), name="gathering_over_at"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(attending_count__lte=F("capacity")),
                name="gathering_not_overfull",
            ),
            models.CheckConstraint(
                condition=Q(frequency="", times=None, until=None)
                | (Q(frequency__in=Frequency.values) & (Q(times=None) ^ Q(until=None))),
                name="gathering_ends_some_day",
            ),
            models.CheckConstraint(condition=Q(status__in=GatheringStatus.values), name="gathering_status"),
        ]
        indexes = [models.Index(fields=["over_at", "id"], name="gathering_over")]

    def __str__(self) -> str:
        return self.title


class Occurrence(models.Model):
    """One time at which an event takes place."""

    privacy = Nobody("moments")
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="occurrences", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "starts_at"], name="occurrence_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="occurrence_has_a_length"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at} of {self.gathering_id}"


class Attendance(models.Model):
    """Somebody comes to an event, or waits for a place; who waits is in the order of the keys."""

    privacy = Own("person")
    # The unique constraint's index begins with this column.
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="attendances", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="community_attendances")
    status = models.CharField(max_length=10, choices=Turnout)
    asked_at = models.DateTimeField()
    # When who had waited came to have a place.
    moved_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "person"], name="attendance_of_gathering_once"),
            models.CheckConstraint(condition=Q(status__in=Turnout.values), name="attendance_of_gathering"),
        ]
        indexes = [
            models.Index(
                fields=["gathering", "id"], condition=Q(status=Turnout.WAITING), name="attendance_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.gathering_id}"
