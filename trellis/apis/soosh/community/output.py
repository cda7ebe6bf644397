"""Groups, who is in them and what is written there, as this door shows them (soosh-api.md, section 13)."""

from typing import Any

from rest_framework import serializers

from trellis.apis.soosh.messages.people import TalkerSerializer
from trellis.core.rendering import Computed, compile_page
from trellis.domain.community.models import Ban, Group, Membership, Post, PostReport
from trellis.domain.community.queries.groups import IS_MEMBER_SQL, ROLE_SQL, VIEWER
from trellis.domain.community.queries.posts import (
    IS_GONE_SQL,
    OWN_REACTION_SQL,
    REACTIONS_SQL,
    TEXT_SQL,
    own_reaction,
    reactions_to,
)
from trellis.domain.community.rules.choices import ReactionKind, ReportStatus, Role
from trellis.domain.community.rules.posts import is_gone, shown_text


class IsMember(Computed):
    """Whether who reads is in it."""

    output = serializers.BooleanField()
    sql = IS_MEMBER_SQL
    arguments = ("viewer_id",)

    def compute(self, row: Group) -> bool:
        """Return it."""
        return row.memberships.filter(person_id=self.argument("viewer_id")).exists()


class OwnRole(Computed):
    """What who reads is in it, null for who is not."""

    output = serializers.ChoiceField(choices=Role.choices, allow_null=True)
    sql = f"({ROLE_SQL})"
    arguments = ("viewer_id",)

    def compute(self, row: Group) -> str | None:
        """Return the role."""
        own = row.memberships.filter(person_id=self.argument("viewer_id"))
        return own.values_list("role", flat=True).first()


class CommunityGroupSerializer(serializers.ModelSerializer[Group]):
    """A group, and what one is in it."""

    id = serializers.UUIDField(source="public_id")
    category = serializers.CharField(source="category.name", allow_null=True, default=None)
    is_member = IsMember()
    role = OwnRole()

    class Meta:
        model = Group
        fields = [
            *("id", "name", "description", "member_count", "category", "is_member", "role", "created_at"),
        ]


class CommunityGroupsOutput(serializers.Serializer[Any]):
    """A page of groups; the headers tell which."""

    groups = CommunityGroupSerializer(many=True)


class CommunityGroupOutput(serializers.Serializer[Any]):
    """A group as it is now."""

    group = CommunityGroupSerializer()


class GroupMemberSerializer(serializers.ModelSerializer[Membership]):
    """Somebody in a group."""

    user = TalkerSerializer(source="person")

    class Meta:
        model = Membership
        fields = ["user", "role", "joined_at"]


class GroupMembersOutput(serializers.Serializer[Any]):
    """A page of those who are in a group; the headers tell which."""

    members = GroupMemberSerializer(many=True)


class GroupMemberOutput(serializers.Serializer[Any]):
    """Somebody in a group, as they are in it now."""

    member = GroupMemberSerializer()


class BanSerializer(serializers.ModelSerializer[Ban]):
    """Somebody who may not be in a group."""

    user = TalkerSerializer(source="person")
    reason = serializers.CharField(source="why")
    banned_at = serializers.DateTimeField(source="at")

    class Meta:
        model = Ban
        fields = ["user", "reason", "banned_at"]


class BansOutput(serializers.Serializer[Any]):
    """A page of those who may not be in a group; the headers tell which."""

    bans = BanSerializer(many=True)


class BanOutput(serializers.Serializer[Any]):
    """Somebody who may not be in a group now."""

    ban = BanSerializer()


class ShownText(Computed):
    """What it says; nothing, once it is gone."""

    output = serializers.CharField()
    sql = TEXT_SQL

    def compute(self, row: Post) -> str:
        """Return the text."""
        return shown_text(row)


class IsGone(Computed):
    """Whether nothing of it is shown any more."""

    output = serializers.BooleanField()
    sql = IS_GONE_SQL

    def compute(self, row: Post) -> bool:
        """Return it."""
        return is_gone(row)


class IsRemoved(Computed):
    """Whether those who moderate have taken it away."""

    output = serializers.BooleanField()
    sql = "{removed_at} IS NOT NULL"

    def compute(self, row: Post) -> bool:
        """Return it."""
        return row.removed_at is not None


class IsPinned(Computed):
    """Whether it stands above the others."""

    output = serializers.BooleanField()
    sql = "{pinned_at} IS NOT NULL"

    def compute(self, row: Post) -> bool:
        """Return it."""
        return row.pinned_at is not None


class OwnReaction(Computed):
    """How who reads likes it, null where they do not."""

    output = serializers.ChoiceField(choices=ReactionKind.choices, allow_null=True)
    sql = f"({OWN_REACTION_SQL})"
    arguments = ("viewer_id",)

    def compute(self, row: Post) -> str | None:
        """Return the reaction."""
        return own_reaction(row, self.argument("viewer_id"))


class Reactions(Computed):
    """How many like it how: only what somebody does."""

    output = serializers.JSONField()
    sql = f"({REACTIONS_SQL})"

    def compute(self, row: Post) -> dict[str, int]:
        """Return the numbers."""
        return reactions_to(row)


class _WrittenSerializer(serializers.ModelSerializer[Post]):
    id = serializers.UUIDField(source="public_id")
    author = TalkerSerializer(allow_null=True)
    text = ShownText()
    is_deleted = IsGone()
    is_removed = IsRemoved()
    removal_reason = serializers.CharField(source="removed_why")
    reactions = Reactions()
    my_reaction = OwnReaction()


class GroupPostSerializer(_WrittenSerializer):
    """A post. One that is deleted or removed says nothing, and stays where there is something below it."""

    group_id = serializers.UUIDField(source="group.public_id")
    is_pinned = IsPinned()

    class Meta:
        model = Post
        fields = [
            *("id", "group_id", "author", "text", "created_at", "edited_at", "is_pinned", "is_deleted"),
            *("is_removed", "removal_reason", "comment_count", "reaction_count", "reactions", "my_reaction"),
        ]


class GroupCommentSerializer(_WrittenSerializer):
    """A comment below a post."""

    post_id = serializers.UUIDField(source="parent.public_id", allow_null=True)

    class Meta:
        model = Post
        fields = [
            *("id", "post_id", "author", "text", "created_at", "edited_at", "is_deleted", "is_removed"),
            *("removal_reason", "reaction_count", "reactions", "my_reaction"),
        ]


class GroupPostsOutput(serializers.Serializer[Any]):
    """A page of posts; the headers tell which."""

    posts = GroupPostSerializer(many=True)


class GroupPostOutput(serializers.Serializer[Any]):
    """A post as it is now."""

    post = GroupPostSerializer()


class GroupCommentsOutput(serializers.Serializer[Any]):
    """A page of comments; the headers tell which."""

    comments = GroupCommentSerializer(many=True)


class GroupCommentOutput(serializers.Serializer[Any]):
    """A comment as it is now."""

    comment = GroupCommentSerializer()


class PostReportSerializer(serializers.ModelSerializer[PostReport]):
    """That those who moderate were told of a post."""

    post_id = serializers.UUIDField(source="post.public_id")
    status = serializers.ChoiceField(choices=ReportStatus.choices)

    class Meta:
        model = PostReport
        fields = ["post_id", "reason", "text", "status", "created_at"]


class WaitingReportSerializer(PostReportSerializer):
    """The same for those who moderate: with the post, and without who has told them."""

    post_text = serializers.CharField(source="post.text")
    author = TalkerSerializer(source="post.author", allow_null=True)

    class Meta(PostReportSerializer.Meta):
        fields = [*PostReportSerializer.Meta.fields, "post_text", "author"]


class PostReportOutput(serializers.Serializer[Any]):
    """One's report."""

    report = PostReportSerializer()


class PostReportsOutput(serializers.Serializer[Any]):
    """A page of what waits for those who moderate; the headers tell which."""

    reports = WaitingReportSerializer(many=True)


class DismissedOutput(serializers.Serializer[Any]):
    """How many reports are decided on now."""

    dismissed = serializers.IntegerField()


GROUPS = compile_page(CommunityGroupSerializer, arguments=[VIEWER])
MEMBERS = compile_page(GroupMemberSerializer)
BANS = compile_page(BanSerializer)
POSTS = compile_page(GroupPostSerializer, arguments=[VIEWER])
COMMENTS = compile_page(GroupCommentSerializer, arguments=[VIEWER])
REPORTS = compile_page(WaitingReportSerializer)
