"""What people send of groups, posts and who is in a group; and which part of a list they ask for."""

from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery
from trellis.core.writing.fields import LineField, TextField
from trellis.domain.community.rules import limits
from trellis.domain.community.rules.choices import ReactionKind, Role
from trellis.domain.messaging.rules.reports import Reason


class GroupsQuery(CountedPageQuery, Input):
    """Which groups: with which words, of which category, whether one is in them."""

    q = LineField(max_length=limits.LONGEST_QUESTION, required=False)
    category = LineField(
        max_length=limits.LONGEST_CATEGORY, required=False, help_text="Its id, its name or its slug."
    )
    is_member = serializers.BooleanField(required=False, allow_null=True, default=None)


class PageQuery(CountedPageQuery, Input):
    """Which page."""


class CommunityGroupInput(Input):
    """What a group says of itself."""

    name = LineField(max_length=limits.LONGEST_NAME)
    description = TextField(
        max_length=limits.LONGEST_DESCRIPTION, required=False, allow_blank=True, default=""
    )
    category = LineField(max_length=limits.LONGEST_CATEGORY, required=False, allow_null=True, default=None)


class CommunityGroupChangeInput(Input):
    """What a group is to say of itself; what is left out stays."""

    name = LineField(max_length=limits.LONGEST_NAME, required=False)
    description = TextField(max_length=limits.LONGEST_DESCRIPTION, required=False, allow_blank=True)
    category = LineField(max_length=limits.LONGEST_CATEGORY, required=False, allow_null=True)


class GroupRoleInput(Input):
    """What somebody is to be in a group."""

    role = serializers.ChoiceField(choices=Role.choices)


class BanInput(Input):
    """Who may be in a group no more, and why."""

    user_id = serializers.UUIDField()
    reason = TextField(max_length=limits.LONGEST_WHY, required=False, allow_blank=True, default="")


class GroupPostInput(Input):
    """What a post says."""

    text = TextField(max_length=limits.LONGEST_POST)


class GroupCommentInput(Input):
    """What a comment says."""

    text = TextField(max_length=limits.LONGEST_COMMENT)


class ReactionInput(Input):
    """How one likes something."""

    reaction = serializers.ChoiceField(choices=ReactionKind.choices)


class RemovalInput(Input):
    """Why a post is removed, which its author and the group read."""

    reason = TextField(max_length=limits.LONGEST_WHY, required=False, allow_blank=True, default="")


class PostReportInput(Input):
    """What is wrong with a post."""

    reason = serializers.ChoiceField(choices=Reason.choices)
    text = TextField(max_length=limits.LONGEST_REPORT_TEXT, required=False, allow_blank=True, default="")
