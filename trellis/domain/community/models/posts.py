"""What is written in groups, how others like it, and what they tell those who moderate."""

import uuid

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.community.models.groups import Group
from trellis.domain.community.rules import limits
from trellis.domain.community.rules.choices import ReactionKind, ReportStatus
from trellis.domain.messaging.rules.reports import Reason

_IS_POST = Q(parent=None)
_OPEN = Q(status=ReportStatus.OPEN)


class Post(models.Model):
    """A post in a group or, with a `parent`, a comment below one.

    Its text is empty once its author is erased. Deleted by its author, or removed by who moderates, it stays
    as a stone in its place.
    """

    privacy = Shared(("author", "removed_by"), erased={"text": "author", "removed_why": "removed_by"})
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The indexes below begin with these columns.
    group = models.ForeignKey(Group, models.CASCADE, related_name="posts", db_index=False)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="comments", db_index=False
    )
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="community_posts")
    text = models.TextField(max_length=limits.LONGEST_POST)
    # The database keeps both (migrations/0002); comments that are gone count no more.
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    reaction_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    # Its author and the group read this.
    removed_why = models.CharField(max_length=limits.LONGEST_WHY, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pinned_at=None) | _IS_POST, name="post_pinned_is_no_comment"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False) | Q(removed_by=None, removed_why=""),
                name="post_removed_at",
            ),
        ]
        indexes = [
            models.Index(F("group"), F("id").desc(), condition=_IS_POST, name="post_of_group"),
            models.Index(F("parent"), F("id"), condition=Q(parent__isnull=False), name="post_below_another"),
            models.Index(fields=["group"], condition=Q(pinned_at__isnull=False), name="post_pinned"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} in {self.group_id}"


class Reaction(models.Model):
    """How one person likes one post or comment: one of a kind at a time, whatever they tap how often."""

    privacy = Own("person")
    # The unique constraint's index begins with this column.
    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="community_reactions")
    kind = models.CharField(max_length=10, choices=ReactionKind)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "person"], name="reaction_once"),
            models.CheckConstraint(condition=Q(kind__in=ReactionKind.values), name="reaction_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.person_id}"


class PostReport(models.Model):
    """Somebody tells those who moderate that a post should not be; they decide once for all who say so."""

    privacy = Own("reporter", erased=("text",))
    post = models.ForeignKey(Post, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(User, models.CASCADE, related_name="community_reports")
    reason = models.CharField(max_length=20, choices=Reason)
    text = models.TextField(max_length=limits.LONGEST_REPORT_TEXT, blank=True)
    status = models.CharField(max_length=10, choices=ReportStatus, default=ReportStatus.OPEN)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        permissions = [("moderate_groups", "Can read reported posts of groups and decide on them")]
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "post"], condition=_OPEN, name="post_report_open_once"
            ),
            models.CheckConstraint(
                condition=(_OPEN & Q(decided_at=None)) | (~_OPEN & Q(decided_at__isnull=False)),
                name="post_report_decided",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], condition=_OPEN, name="post_report_waits")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.get_status_display()}"
