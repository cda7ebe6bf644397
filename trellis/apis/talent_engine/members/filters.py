"""What the list of members is narrowed to."""

from typing import Any

from rest_framework import serializers


class MembersQuery(serializers.Serializer[Any]):
    """What the list of members is narrowed to."""

    search = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="Words in the name or e-mail address."
    )
