"""Groups, who is in them, and who may not be."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Nobody, Own
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Category
from trellis.domain.community.rules import limits
from trellis.domain.community.rules.choices import Role


class Group(models.Model):
    """People with one interest. What it says of itself is the group's, whoever wrote it."""

    privacy = Nobody("what a group says of itself is the group's; who made it is in the record alone")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=limits.LONGEST_NAME)
    description = models.TextField(max_length=limits.LONGEST_DESCRIPTION, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="groups")
    # The database keeps it (migrations/0002).
    member_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    # Once the last member has left.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [
            models.Index(
                F("member_count").desc(), F("id").desc(), condition=Q(closed_at=None), name="group_largest"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody's place in a group; it is gone when they are. A group with people has an admin."""

    privacy = Own("person")
    # The unique constraint's index begins with this column.
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="community_memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="membership_of_group_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_of_group_role"),
        ]
        indexes = [models.Index(fields=["group", "joined_at", "id"], name="membership_eldest")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"


class Ban(models.Model):
    """Somebody may neither read in a group nor come to it, until this is taken back."""

    privacy = Own("person", erased=("why",))
    # The unique constraint's index begins with this column.
    group = models.ForeignKey(Group, models.CASCADE, related_name="bans", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="community_bans")
    # They are told this.
    why = models.CharField(max_length=limits.LONGEST_WHY, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="ban_once")]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.group_id}"
