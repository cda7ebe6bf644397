"""Rooms, and somebody's place in one. Two people have one private room, whatever brought them together."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.messaging.rules.limits import LONGEST_TITLE

_NOBODYS = Q(first__isnull=True, second__isnull=True)
_OF_TWO = Q(first__isnull=False, second__isnull=False, first__lt=F("second"))


class Room(models.Model):
    """The private room of two people, who stand in it in the order of their ids; of neither: a group's.

    Its row is locked by whatever is said in it, so that `last_number` counts in the order of commits.
    """

    privacy = Shared(("first", "second"), kept={"title": "what the people of a group call it"})
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The unique constraint's index begins with this column.
    first = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="rooms_as_first", db_index=False
    )
    second = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="rooms_as_second")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True, default="")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # Of the last message, and when that was said; messages that are gone have had theirs.
    last_number = models.BigIntegerField(default=0)
    spoken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="room_once_per_pair"),
            models.CheckConstraint(condition=_NOBODYS | _OF_TWO, name="room_pair_in_order"),
            models.CheckConstraint(condition=_NOBODYS | Q(title=""), name="room_title_of_group"),
            models.CheckConstraint(condition=Q(last_number__gte=0), name="room_number_counts"),
        ]

    def __str__(self) -> str:
        return self.title if self.is_group else f"{self.first_id} and {self.second_id}"

    @property
    def is_group(self) -> bool:
        """Whether it is a group's, and not of two people."""
        return self.first_id is None


class RoomMember(models.Model):
    """Somebody's place in a room: how far they have read, and in a group that they belong to it.

    In a private room it is made when it is first needed, for a guardian, too, and says nothing of who may
    enter.
    """

    class Role(models.TextChoices):
        """What somebody is in a group."""

        MEMBER = "member"
        OWNER = "owner"

    privacy = Own("person", kept={"role": "a choice"})
    room = models.ForeignKey(Room, models.CASCADE, related_name="members", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="places_in_rooms")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    muted_until = models.DateTimeField(null=True, blank=True)
    read_up_to = models.BigIntegerField(default=0)
    # Who comes to a group later sees what is said from then on: messages of higher numbers.
    sees_after = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], name="room_member_once"),
            models.CheckConstraint(
                condition=Q(read_up_to__gte=0, sees_after__gte=0), name="room_member_numbers_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.room_id}"
