"""What is said, and which part of a conversation is asked for."""

from typing import Any

from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.core.paging import bounds
from trellis.core.paging.headers import CountedPageQuery
from trellis.core.writing.fields import LineField, TextField
from trellis.core.writing.moments import MomentField
from trellis.domain.messaging.rules.limits import (
    LONGEST_MESSAGE,
    LONGEST_TITLE,
    MOST_ATTACHMENTS,
    MOST_IN_GROUP,
)

_ONE_END = "Ask for a page, or for what is before a message, or after one."
_ONE_WAY = "Name who it is for, or a conversation, and not both."


class TextInput(Input):
    """What a message says; it may say nothing where files are sent with it."""

    message_text = TextField(max_length=LONGEST_MESSAGE, required=False, allow_blank=True, default="")
    attachment_ids = serializers.ListField(
        child=serializers.UUIDField(), max_length=MOST_ATTACHMENTS, required=False, default=list
    )


class SendInput(TextInput):
    """The same, with who it is for: one person, or a conversation, by the id of either."""

    recipient_user_id = serializers.UUIDField(required=False)
    conversation_id = serializers.UUIDField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse none and both."""
        if ("recipient_user_id" in attrs) == ("conversation_id" in attrs):
            raise serializers.ValidationError({"recipient_user_id": [_ONE_WAY]})
        return attrs


class EditInput(Input):
    """What a message is to say instead."""

    message_text = TextField(max_length=LONGEST_MESSAGE, allow_blank=True)


class SpokenQuery(Input):
    """Which part: a page, of which the first is the newest, or what is next to a message."""

    page = serializers.IntegerField(
        min_value=bounds.PAGE.least, max_value=bounds.PAGE.most, required=False, help_text="1 is the newest."
    )
    limit = serializers.IntegerField(
        min_value=bounds.LIMIT.least, max_value=bounds.LIMIT.most, default=bounds.USUAL
    )
    before = serializers.UUIDField(required=False, help_text="A message: those right before it.")
    after = serializers.UUIDField(required=False, help_text="A message: those right after it.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse two of them."""
        named = [name for name in ("before", "after", "page") if name in attrs]
        if len(named) > 1:
            raise serializers.ValidationError({named[0]: [_ONE_END]})
        return attrs


class ReadInput(Input):
    """Up to which message somebody has read; without one, all that was said."""

    message_id = serializers.UUIDField(required=False)


class MuteUntilInput(Input):
    """Until when no notices are to come of a conversation; null: they are to come."""

    until = MomentField(allow_null=True)


class GroupInput(Input):
    """A group: what it is called, and who is in it beside oneself."""

    title = LineField(max_length=LONGEST_TITLE)
    user_ids = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=MOST_IN_GROUP
    )


class TitleInput(Input):
    """What a group is called from now on."""

    title = LineField(max_length=LONGEST_TITLE)


class PeopleInput(Input):
    """Who is to come to a group."""

    user_ids = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=MOST_IN_GROUP
    )


class MannersInput(Input):
    """What others may see of somebody; what is left out stays."""

    read_receipts = serializers.BooleanField(required=False)
    show_presence = serializers.BooleanField(required=False)


class FoundQuery(CountedPageQuery, Input):
    """What is looked for in messages."""

    q = LineField(max_length=LONGEST_TITLE)


class MembersQuery(CountedPageQuery, Input):
    """Which page."""
